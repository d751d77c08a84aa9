"""The scripts of the guide: their own tests under Node, their size, and what they must not do."""

from __future__ import annotations

import gzip
import re
import subprocess
from pathlib import Path

import pytest

from tests.services import require_service

ROOT = Path(__file__).parents[2]
OWN = ROOT / "sessions" / "static" / "interviews"
BASE = ROOT / "forms_engine" / "project" / "static"
PAGE = [
    *(OWN / name for name in ("guide.css", "guide.js", "queue.js", "way.js", "words.js", "fields.js", "panels.js")),
    OWN / "risks.js",
    OWN / "sender.js",
    ROOT / "instruments" / "static" / "instruments" / "expressions.js",
    BASE / "project" / "app.css",
    BASE / "project" / "page.js",
    *(BASE / "vendor" / "designsystemet").glob("*.css"),
]
LIMIT = 60 * 1024


@pytest.mark.needs_node
def test_the_scripts_pass_their_own_tests() -> None:
    files = sorted(str(path) for path in (ROOT / "tests" / "browser_unit").glob("*.test.mjs"))
    assert files
    done = subprocess.run([require_service("node"), "--test", *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]


@pytest.mark.needs_node
@pytest.mark.parametrize("path", [path for path in PAGE if path.suffix == ".js"], ids=lambda path: path.name)
def test_every_script_can_be_read(path: Path) -> None:
    command = [require_service("node"), "--check", "--input-type=module"]
    done = subprocess.run(command, input=path.read_text(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_step_is_light_on_a_poor_network() -> None:
    assert sum(len(gzip.compress(path.read_bytes())) for path in PAGE) <= LIMIT


def test_every_script_that_is_imported_is_counted() -> None:
    for path in PAGE:
        for name in re.findall(r'^import .* from "(.+)";$', path.read_text(), re.MULTILINE):
            # Served side by side: interviews/ and instruments/ lie under one address.
            target = OWN / name if name.startswith("./") else ROOT / "instruments" / "static" / name.removeprefix("../")
            assert target.resolve() in PAGE, name


@pytest.mark.parametrize("path", [path for path in PAGE if path.suffix == ".js"], ids=lambda path: path.name)
def test_no_script_makes_code_or_markup_from_text(path: Path) -> None:
    banned = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b\(|new Function|setAttribute\(\"(on|style)"
    )
    assert not re.search(banned, path.read_text())


def test_a_browser_keeps_nothing_but_its_own_name() -> None:
    code = "".join(path.read_text() for path in PAGE if path.suffix == ".js")
    assert re.findall(r"(?:local|session)Storage\.\w+\(\"?(\w+)", code) == ["device", "device"]
    assert not re.search(r"indexedDB|document\.cookie\s*=|caches\.", code)
