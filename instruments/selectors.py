"""Reads of the instruments room. What is published never changes, so a process reads each version once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from forms_engine.access.models import Staff
from forms_engine.access.policy import allow
from forms_engine.core import OVERLAY_FORMAT, Instrument, apply_overlay, overlay_texts, read_document, text_hash
from instruments.models import Overlay, Version

KEPT = 256


@lru_cache(maxsize=KEPT)
def instrument(version_id: UUID, overlay_id: UUID | None = None) -> Instrument:
    """The checked instrument of a version, in the language of an overlay when one is named.

    Raises Version.DoesNotExist or Overlay.DoesNotExist, also for an overlay of another version.
    """
    return _read(_document(version_id, overlay_id), imported=overlay_id is not None)


def _document(version_id: UUID, overlay_id: UUID | None) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(bytes(Version.objects.only("document").get(pk=version_id).document))
    if overlay_id is None:
        return document
    overlay = Overlay.objects.only("document").get(pk=overlay_id, version_id=version_id)
    return apply_overlay(document, json.loads(bytes(overlay.document)))[0]


def _read(document: dict[str, Any], *, imported: bool) -> Instrument:
    own_wording = imported and document["rights"]["redistribution"] == "byo"
    found, problems = read_document(document, wording_imported=own_wording)
    if found is None:
        raise ValueError(f"a stored version has problems: {[problem.code for problem in problems]}")
    return found


@dataclass(frozen=True)
class Language:
    """A language that a version can be led in. ``overlay`` is None for its own; ``status`` is then "original"."""

    code: str
    status: str
    source: str
    overlay: Overlay | None


def languages(version: Version) -> list[Language]:
    """Its own language first (unless its wording is still to be imported), then the newest overlay of each other."""
    newest: dict[str, Overlay] = {}
    for overlay in sorted(version.overlays.all(), key=lambda one: (one.language, one.number)):
        newest[overlay.language] = overlay
    found = [Language(code, overlay.status, overlay.source, overlay) for code, overlay in newest.items()]
    if instrument(version.pk).has_wording and version.language not in newest:
        found.insert(0, Language(version.language, "original", "", None))
    return found


def versions() -> QuerySet[Version]:
    """All versions with what the pages show of them, but not their documents."""
    overlays = Overlay.objects.defer("document").select_related("loaded_by")
    return (
        Version.objects.select_related("retirement").prefetch_related(Prefetch("overlays", overlays)).defer("document")
    )


def offered(staff: Staff, now: datetime) -> list[Version]:
    """What this person may start now: of each instrument the newest version that is not retired and has its wording.

    By title. Empty for staff who may not see instruments at all.
    """
    if not allow(staff.role_names, "instrument.list"):
        return []
    open_now = [one for one in versions() if not _is_retired(one, now) and languages(one)]
    return sorted(newest_of_each(open_now), key=lambda one: (one.title.casefold(), one.key))


def newest_of_each(found: Iterable[Version]) -> list[Version]:
    """Of each key the highest version; 1.10.0 is higher than 1.9.0."""
    newest: dict[str, Version] = {}
    for version in sorted(found, key=version_order):
        newest[version.key] = version
    return list(newest.values())


def version_order(version: Version) -> tuple[int, ...]:
    """The parts of the version number as numbers."""
    return tuple(int(part) for part in version.version.split("."))


def _is_retired(version: Version, now: datetime) -> bool:
    return hasattr(version, "retirement") and version.retirement.at <= now


def to_translate(version: Version) -> dict[str, Any]:
    """A file for a translator: every text with its place and hash, in the language it is in until it is replaced.

    Language and source are empty, and an overlay with those empty is refused: the translator fills them in.
    """
    texts = {
        place: {"text": text, "of": text_hash(text)}
        for place, text in overlay_texts(_document(version.pk, None)).items()
    }
    about = {"key": version.key, "version": version.version, "language": "", "status": "unofficial", "source": ""}
    return {"format": OVERLAY_FORMAT, **about, "texts": texts}
