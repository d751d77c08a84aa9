"""The committed ledger of shipped instruments: which bytes belong to which version, so that none change unseen.

library/ledger.json: {key: {version: {"document": sha256, "overlays": {language: sha256}}}}, hashes over RFC 8785 bytes.
Plain Python, no Django.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

from forms_engine.core import canonical, digest, read_json
from instruments import shelf

FILE = shelf.LIBRARY / "ledger.json"


class Entry(TypedDict):
    """Hashes of one version: its document, and each overlay apart from it."""

    document: str
    overlays: dict[str, str]


Ledger = dict[str, dict[str, Entry]]


def committed() -> Ledger:
    """What the ledger says; empty when there is none yet."""
    ledger: Ledger = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
    return ledger


def on_disk() -> Ledger:
    """What the files say."""
    ledger: Ledger = {}
    for shipped in shelf.documents():
        overlays = {language: _hash(path) for language, path in shipped.overlays.items()}
        ledger.setdefault(shipped.key, {})[shipped.version] = {"document": _hash(shipped.path), "overlays": overlays}
    return ledger


def differences(old: Ledger, new: Ledger) -> tuple[list[str], list[str]]:
    """(changed or gone, new), each as "key version" or "key version language"."""
    before, after = dict(_lines(old)), dict(_lines(new))
    broken = [name for name, value in before.items() if after.get(name) != value]
    return broken, [name for name in after if name not in before]


def write(ledger: Ledger) -> None:
    FILE.write_text(json.dumps(ledger, indent=2, sort_keys=True) + "\n", "utf-8")


def _lines(ledger: Ledger) -> Iterator[tuple[str, str]]:
    for key, versions in ledger.items():
        for version, entry in versions.items():
            yield f"{key} {version}", entry["document"]
            for language, value in entry["overlays"].items():
                yield f"{key} {version} {language}", value


def _hash(path: Path) -> str:
    value, problems = read_json(path.read_bytes())
    if problems:
        raise ValueError(f"{path} cannot be read: run forms-engine lint on it")
    return digest(canonical(value))
