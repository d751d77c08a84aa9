"""The instruments shipped with the product, as files on disk. Plain Python, no Django, no database.

Layout: library/KEY/VERSION/document.json, beside it one overlay per language (nb.json) and vectors.json.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from forms_engine.core import Instrument, read_document, read_json
from scoring import RULES

LIBRARY = Path(__file__).resolve().parent / "library"
NOT_OVERLAYS = frozenset({"document.json", "vectors.json"})
_VERSION = re.compile(r"\d+\.\d+\.\d+")


class UnknownInstrument(LookupError):
    """There is no such key or version on the shelf."""


@dataclass(frozen=True)
class Shipped:
    """One shipped version. path: its document; overlays: language -> file."""

    key: str
    version: str
    path: Path
    overlays: Mapping[str, Path]

    @property
    def order(self) -> tuple[int, ...]:
        """Versions in order: 1.10.0 comes after 1.9.0."""
        return tuple(int(part) for part in self.version.split("."))


@cache
def documents() -> tuple[Shipped, ...]:
    """Every shipped version, by key and then from the oldest version to the newest."""
    found = (_shipped(path) for path in LIBRARY.glob("*/*/document.json") if _VERSION.fullmatch(path.parent.name))
    return tuple(sorted(found, key=lambda shipped: (shipped.key, shipped.order)))


def find(key: str, version: str | None = None) -> Shipped:
    """The shipped version, the newest when none is named. Raises UnknownInstrument."""
    named = [shipped for shipped in documents() if shipped.key == key and version in (None, shipped.version)]
    if not named:
        raise UnknownInstrument(key if version is None else f"{key}@{version}")
    return named[-1]


@cache
def read(key: str, version: str | None = None) -> Instrument:
    """The checked instrument in its own language, the newest version when none is named; read once in a process.

    Raises UnknownInstrument; ValueError for a shipped document with problems, which the tests never let out.
    """
    shipped = find(key, version)
    document, problems = read_json(shipped.path.read_bytes())
    instrument, more = read_document(document, RULES)
    if instrument is None:
        raise ValueError(f"{shipped.path} has {len(problems + more)} problems: run forms-engine lint on it")
    return instrument


def _shipped(path: Path) -> Shipped:
    overlays = {beside.stem: beside for beside in path.parent.glob("*.json") if beside.name not in NOT_OVERLAYS}
    return Shipped(path.parent.parent.name, path.parent.name, path, dict(sorted(overlays.items())))
