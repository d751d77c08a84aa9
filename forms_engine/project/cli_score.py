"""`forms-engine score KEY[@VERSION]`: answers as NDJSON on standard input, results as NDJSON on standard output."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence

from forms_engine.core import Instrument
from instruments import shelf
from scoring.answer_lines import answer_line

DONE, UNKNOWN = 0, 2


def score(argv: Sequence[str]) -> int:
    """Scores every line of standard input with a shipped instrument; a bad line never stops the next.

    Needs no database and no wording. Exit status: 0, or 2 for an unknown key or version (or a wrong command line).
    """
    options = _arguments().parse_args(argv)
    key, at, version = options.instrument.partition("@")
    try:
        instrument = shelf.read(key, version if at else None)
    except shelf.UnknownInstrument:
        print(f"Unknown instrument {options.instrument!r}. Known: {_known()}", file=sys.stderr)
        return UNKNOWN
    for result in results(instrument, sys.stdin.buffer):
        sys.stdout.buffer.write(result)
        sys.stdout.buffer.flush()
    return DONE


def results(instrument: Instrument, lines: Iterable[bytes]) -> Iterator[bytes]:
    """One JSON line (UTF-8) for each line of answers; blank lines are skipped."""
    for line in lines:
        if line.strip():
            yield json.dumps(answer_line(instrument, line), ensure_ascii=False).encode() + b"\n"


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="forms-engine score", description="Score answers, one JSON object a line, from standard input."
    )
    parser.add_argument("instrument", metavar="KEY[@VERSION]", help="a shipped instrument; the newest version if none")
    return parser


def _known() -> str:
    return ", ".join(sorted({shipped.key for shipped in shelf.documents()}))
