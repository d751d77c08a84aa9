"""The shipped library goes from its files into the database: new versions in, known ones compared, nothing changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from forms_engine.core import Problem, apply_overlay, canonical, digest, read_document, read_json
from instruments.models import Overlay, Version
from instruments.shelf import Shipped, documents
from scoring import RULES


class LibraryFault(Exception):
    """A shipped file cannot be loaded. Says which, and why."""


@dataclass(frozen=True)
class Loaded:
    """How many rows were new. A second run finds none."""

    versions: int
    overlays: int


@transaction.atomic
def load_library(*, now: datetime, shipped: Iterable[Shipped] | None = None) -> Loaded:
    """Load every shipped version and translation that is not there yet.

    Raises LibraryFault, and loads nothing at all, when a file has problems or a version that was loaded earlier has
    other bytes now: a published version never changes, a change is a new version. A corrected translation is a new row.
    """
    versions = overlays = 0
    for one in documents() if shipped is None else shipped:
        document = _read(one.path)
        version, new = _load_version(one, document, now)
        versions += new
        overlays += sum(_load_overlay(version, document, path, now) for path in one.overlays.values())
    return Loaded(versions, overlays)


def _load_version(shipped: Shipped, document: dict[str, Any], now: datetime) -> tuple[Version, bool]:
    data = canonical(document)
    found = Version.objects.filter(key=shipped.key, version=shipped.version).first()
    if found is None:
        return _publish(shipped, document, data, now), True
    if found.sha256 != digest(data):
        raise LibraryFault(
            f"{shipped.key} {shipped.version} is in the database with other contents (SHA-256 {found.sha256}) than in "
            f"{shipped.path}. A published version never changes: put the old file back, give the new one a new version."
        )
    return found, False


def _publish(shipped: Shipped, document: dict[str, Any], data: bytes, now: datetime) -> Version:
    instrument, problems = read_document(document, RULES)
    if instrument is None:
        raise LibraryFault(_lines(shipped.path, problems))
    if (instrument.key, instrument.version) != (shipped.key, shipped.version):
        raise LibraryFault(
            f"{shipped.path} says it is {instrument.key} {instrument.version}; its folder says otherwise."
        )
    return Version.objects.create(
        key=instrument.key,
        version=instrument.version,
        kind=instrument.kind,
        language=instrument.language,
        title=instrument.title,
        document=data,
        sha256=digest(data),
        published_at=now,
    )


def _load_overlay(version: Version, document: dict[str, Any], path: Path, now: datetime) -> bool:
    """A shipped correction is added, but never over a translation that the site has laid in by itself."""
    overlay = _read(path)
    data = canonical(overlay)
    newest = Overlay.objects.filter(version=version, language=overlay.get("language")).order_by("-number").first()
    if newest and (newest.sha256 == digest(data) or newest.loaded_by_id):
        return False
    translated, problems = apply_overlay(document, overlay)
    problems += read_document(translated, RULES)[1] if not problems else ()
    if problems:
        raise LibraryFault(_lines(path, problems))
    Overlay.objects.create(
        version=version,
        language=overlay["language"],
        number=newest.number + 1 if newest else 1,
        status=overlay["status"],
        source=overlay["source"],
        document=data,
        sha256=digest(data),
        loaded_at=now,
    )
    return True


def _read(path: Path) -> dict[str, Any]:
    value, problems = read_json(path.read_bytes())
    if problems or not isinstance(value, dict):
        raise LibraryFault(_lines(path, problems or (Problem("", "not-an-object", "Must be an object."),)))
    return value


def _lines(path: Path, problems: Iterable[Problem]) -> str:
    return "\n".join(f"{path}:{problem.path}: {problem.code}: {problem.message}" for problem in problems)
