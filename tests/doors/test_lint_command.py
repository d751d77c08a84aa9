"""`forms-engine lint`: lines, JSON and exit status, run as a person runs it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from forms_engine.core import overlay_texts, text_hash
from forms_engine.project.cli_lint import lint
from tests.core.documents import EVERY_TYPE, changed

OVERLAY = {
    "format": "forms-engine/overlay/1",
    "key": "first-talk",
    "version": "1.0.0",
    "language": "nb",
    "status": "reviewed",
    "source": "Made for a test",
    "texts": {where: {"text": text, "of": text_hash(text)} for where, text in overlay_texts(EVERY_TYPE).items()},
}


def put(folder: Path, name: str, value: object) -> str:
    path = folder / name
    path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
    return str(path)


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_clean(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = put(tmp_path, "instrument.json", EVERY_TYPE)
    put(tmp_path, "nb.json", OVERLAY)
    put(tmp_path, "vectors.json", [1, 2])
    put(tmp_path, "notes.json", b"not json")
    (tmp_path / "folder.json").mkdir()
    assert lint([document]) == 0
    assert lines(capsys) == []


def test_a_line_a_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = put(tmp_path, "instrument.json", changed(("/title", ""), ("/conversation/1/when", "calm > 'x'")))
    assert lint([document]) == 1
    first, second = lines(capsys)
    assert first == f"{document}:/title: empty-text: Must not be empty."
    assert second.startswith(f"{document}:/conversation/1/when: expression-type: ")


def test_keys_cannot_forge_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    forged = {"a\nother.json:/title: fine": 1, "\x1b[2J": 2, "\u202e": 3}
    document = put(tmp_path, "instrument.json", EVERY_TYPE | forged)
    assert lint([document]) == 1
    shown = capsys.readouterr().out
    assert f"{document}:/a\\x0aother.json:~1title: fine: unknown-key" in shown
    assert f"{document}:/\\x1b[2J: unknown-key" in shown
    assert f"{document}:/\\u202e: unknown-key" in shown
    assert "\x1b" not in shown


def test_json_for_machines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = put(tmp_path, "instrument.json", changed(("/title", "")))
    assert lint(["--json", document]) == 1
    assert json.loads(capsys.readouterr().out) == [
        {"file": document, "path": "/title", "code": "empty-text", "message": "Must not be empty."}
    ]
    assert lint(["--json", put(tmp_path, "instrument.json", EVERY_TYPE)]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_bad_json_is_a_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lint([put(tmp_path, "a.json", b'{"a": ')]) == 1
    assert "not-json" in lines(capsys)[0]


def test_a_file_that_cannot_be_opened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = put(tmp_path, "instrument.json", changed(("/title", "")))
    assert lint([str(tmp_path / "none.json"), document, str(tmp_path)]) == 2
    shown = capsys.readouterr()
    assert len(shown.out.splitlines()) == 1
    assert len(shown.err.splitlines()) == 2


def test_rules_of_scoring_are_applied(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    score = {"title": "Total", "value": "nobody + 1", "range": [0, 1], "higher": "worse"}
    document = put(tmp_path, "instrument.json", changed(("/scoring", {"scores": {"total": score}})))
    assert lint([document]) == 1
    assert f"{document}:/scoring/scores/total/value: unknown-item" in lines(capsys)[0]


def test_translations_beside_the_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = put(tmp_path, "instrument.json", EVERY_TYPE)
    title = {"text": "Hva gjør det til {nobody}?", "of": text_hash(EVERY_TYPE["answers"]["properties"]["why"]["title"])}
    texts = OVERLAY["texts"] | {"/answers/properties/why/title": title}
    del texts["/summary"]
    overlay = put(tmp_path, "nb.json", OVERLAY | {"texts": texts})
    put(tmp_path, "of-another.json", OVERLAY | {"key": "other", "texts": {}})
    assert lint([document]) == 1
    missing, unknown = lines(capsys)
    assert missing == f"{overlay}:/texts: text-missing: No translation of /summary."
    assert unknown.startswith(f"{overlay}:/texts/~1answers~1properties~1why~1title: unknown-item: ")
    assert lint([overlay, document]) == 1
    assert lines(capsys) == [missing, unknown]


def test_a_translation_of_an_older_version(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path, "instrument.json", changed(("/version", "1.1.0")))
    overlay = put(tmp_path, "nb.json", OVERLAY)
    assert lint([overlay]) == 1
    assert [line.split(": ")[1] for line in lines(capsys)] == ["other-document"]
    put(tmp_path, "older.json", EVERY_TYPE)
    assert lint([overlay]) == 0


def test_a_translation_without_its_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    overlay = put(tmp_path, "nb.json", OVERLAY)
    put(tmp_path, "instrument.json", changed(("/title", "")))
    assert lint([overlay]) == 1
    assert [line.split(": ")[1] for line in lines(capsys)] == ["no-document"]


def test_wording_by_overlay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    items = EVERY_TYPE["answers"]["properties"]
    withheld = {
        key: {part: text for part, text in item.items() if part != "description"} for key, item in items.items()
    }
    for item in withheld.values():
        item["title"] = ""
    bare = changed(("/rights/redistribution", "byo"), ("/answers/properties", withheld))
    texts = {where: {"text": text or "Worded", "of": text_hash(text)} for where, text in overlay_texts(bare).items()}
    put(tmp_path, "instrument.json", bare)
    assert lint([put(tmp_path, "en.json", OVERLAY | {"language": "en", "texts": texts})]) == 0
    assert lines(capsys) == []


def test_as_a_command(tmp_path: Path) -> None:
    document = put(tmp_path, "instrument.json", b"[" * 100_000)
    command = [str(Path(sys.executable).with_name("forms-engine")), "lint", document]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == f"{document}:: too-deep: Nested deeper than 32 levels.\n"
