"""`forms-engine lint FILE...`: every problem of instrument documents and of the translations beside them."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from forms_engine.core import OVERLAY_FORMAT, Problem, apply_overlay, read_document, read_json
from forms_engine.core.limits import MAX_BYTES
from scoring import RULES

CLEAN, PROBLEMS, CANNOT_OPEN = 0, 1, 2


@dataclass(frozen=True)
class Finding:
    """One problem and the file it is in."""

    file: Path
    problem: Problem

    @property
    def line(self) -> str:
        """FILE:POINTER: code: message."""
        return f"{self.file}:{self.problem.path}: {self.problem.code}: {self.problem.message}"


def lint(argv: Sequence[str]) -> int:
    """Checks the files named in `argv` (`--json` for machines) and prints what it finds, one line a problem.

    A document is checked together with the overlays in its folder; an overlay with the document in its folder. The exit
    status is 0 when all is clean, 1 when there are problems (a file that is not JSON included), 2 when a file cannot be
    opened; the other files are checked all the same.
    """
    options = _arguments().parse_args(argv)
    findings: dict[Finding, None] = {}
    unopened = False
    for name in options.files:
        try:
            findings.update(dict.fromkeys(_lint_file(Path(name))))
        except OSError as fault:
            unopened = True
            print(f"{name}: cannot be opened: {fault.strerror or fault}", file=sys.stderr)
    _report(findings, as_json=options.json)
    return CANNOT_OPEN if unopened else PROBLEMS if findings else CLEAN


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="forms-engine lint", description="Check instrument documents and overlays.")
    parser.add_argument("files", nargs="+", metavar="FILE", help="an instrument document or an overlay, as JSON")
    parser.add_argument("--json", action="store_true", help="print one JSON array of file, path, code and message")
    return parser


def _report(findings: Iterable[Finding], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps([{"file": str(found.file), **vars(found.problem)} for found in findings], indent=1))
        return
    for found in findings:
        print("".join(sign if sign.isprintable() else _visible(sign) for sign in found.line))


def _visible(sign: str) -> str:
    """A key of a hostile file, or a file's name, may hold line feeds, terminal commands or half characters."""
    return sign.encode("ascii", "backslashreplace").decode() if sign > "\x7f" else f"\\x{ord(sign):02x}"


def _lint_file(file: Path) -> Iterator[Finding]:
    value, problems = _read(file)
    yield from _at(file, problems)
    if problems:
        return
    if _is_overlay(value):
        yield from _lint_overlay(file, value, _document_of(file, value))
        return
    problems = read_document(value, RULES)[1]
    yield from _at(file, problems)
    for beside, overlay in () if problems else _neighbours(file):
        if _is_overlay(overlay) and _key(overlay) == _key(value):
            yield from _lint_overlay(beside, overlay, _document_of(beside, overlay))


def _lint_overlay(file: Path, overlay: object, document: object) -> Iterator[Finding]:
    """The overlay's own problems, and those that its texts make in the document (a quoted name that does not exist)."""
    if read_document(document, RULES)[1] or not isinstance(document, dict):
        message = "There is no document without problems in this folder that it belongs to."
        yield Finding(file, Problem("", "no-document", message))
        return
    translated, problems = apply_overlay(document, overlay)
    yield from _at(file, problems)
    imported = document["rights"]["redistribution"] == "byo"
    for problem in read_document(translated, RULES, wording_imported=imported)[1]:
        place = "/texts/" + problem.path.replace("~", "~0").replace("/", "~1")
        yield Finding(file, Problem(place, problem.code, problem.message))


def _document_of(file: Path, overlay: object) -> object:
    """The document in the overlay's folder with its key, of its version if there is one; or None."""
    documents = [value for _, value in _neighbours(file) if not _is_overlay(value) and _key(value) == _key(overlay)]
    documents.sort(key=lambda value: _key(value, "version") != _key(overlay, "version"))
    return documents[0] if documents else None


def _neighbours(file: Path) -> Iterator[tuple[Path, object]]:
    """The other JSON files in the same folder that can be read."""
    for beside in sorted(file.parent.glob("*.json")):
        if beside.name != file.name and beside.is_file():
            value, problems = _read(beside)
            if not problems:
                yield beside, value


def _is_overlay(value: object) -> bool:
    return _key(value, "format") == OVERLAY_FORMAT


def _key(value: object, name: str = "key") -> object:
    return value.get(name) if isinstance(value, dict) else None


def _read(file: Path) -> tuple[object, tuple[Problem, ...]]:
    with file.open("rb") as stream:
        return read_json(stream.read(MAX_BYTES + 1))


def _at(file: Path, problems: Iterable[Problem]) -> Iterator[Finding]:
    return (Finding(file, problem) for problem in problems)
