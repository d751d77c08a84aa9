"""What the documents claim is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from forms_engine.project import cli, cli_lint
from forms_engine.project.queue import SOCKET_PATH_BYTES
from forms_engine.project.work import SWEEP_SECONDS

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
SOURCES = [
    path
    for folder in ("forms_engine", "exports", "instruments", "scoring", "sessions", "bin")
    for path in (ROOT / folder).rglob("*")
    if path.is_file() and path.suffix in {"", ".py", ".sh"}
]


def test_every_variable_is_in_the_table_and_every_row_is_read() -> None:
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/operations.md").read_text(), re.MULTILINE))
    pattern = re.compile(r"FORMS_ENGINE_[A-Z_]*[A-Z]|REDIS_URL")
    read = {name for path in SOURCES for name in pattern.findall(path.read_text(encoding="utf-8"))}
    assert read - documented == {"FORMS_ENGINE_DEMO", "FORMS_ENGINE_DEMO_VAR", "FORMS_ENGINE_TEST_DATABASE"}
    assert documented - read == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_every_command_named_in_a_document_exists() -> None:
    from django.core.management import get_commands

    known = {*get_commands(), *cli.PLAIN}
    named = {
        name
        for path in DOCUMENTS
        for name in re.findall(r"forms-engine ([a-z][a-z_]+)", path.read_text(encoding="utf-8"))
    }
    assert named - known == set()
    assert {"demo", "demo_code", "serve", "work", "lint", "score"} <= known


def test_records_are_numbered_listed_and_say_what_was_rejected() -> None:
    records = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
    index = (ROOT / "docs/decisions/README.md").read_text()
    assert [path.name[:4] for path in records] == [f"{number:04}" for number in range(1, len(records) + 1)]
    for path in records:
        assert f"]({path.name})" in index
        assert "\n## Decision\n" in path.read_text()
        assert "\n## Rejected\n" in path.read_text()


def test_numbers_in_the_records_are_those_of_the_code() -> None:
    text = (ROOT / "docs/decisions/0005-embedded-queue.md").read_text()
    assert f"ends\n  at {SOCKET_PATH_BYTES} bytes" in text
    assert f"every {SWEEP_SECONDS:.0f} seconds" in text


def test_rooms_of_the_record_are_the_layers_of_the_contract() -> None:
    layers = re.search(r"^layers = \[(.*?)\]", (ROOT / "pyproject.toml").read_text(), re.MULTILINE | re.DOTALL)
    assert layers is not None
    contract = [name.strip("()") for name in re.findall(r'"([^"]+)"', layers[1])]
    record = (ROOT / "docs/decisions/0001-rooms-and-one-direction.md").read_text()
    chain = record[record.index("`forms_engine.project` >") : record.index("A room imports")]
    assert re.findall(r"`([a-z_.]+)`", chain) == contract


def test_exit_codes_of_lint_are_those_of_the_readme() -> None:
    assert (cli_lint.CLEAN, cli_lint.PROBLEMS, cli_lint.CANNOT_OPEN) == (0, 1, 2)
    assert "exit 0 clean, 1 problems, 2 a file that cannot be opened" in (ROOT / "README.md").read_text()


def test_documents_name_no_machine() -> None:
    for path in DOCUMENTS:
        assert not re.search(r"/(?:root|home|work)/", path.read_text(encoding="utf-8")), path
