"""Writes of the instruments room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from forms_engine.access import audit
from forms_engine.access.models import Staff
from forms_engine.access.services import Refused
from forms_engine.core import Problem, apply_overlay, canonical, digest, read_document, read_json
from instruments.loading import load_library
from instruments.models import Overlay, Version
from scoring import RULES

__all__ = ["FaultyTranslation", "add_overlay", "load_library"]

LONGEST_SOURCE = Overlay._meta.get_field("source").max_length or 0


class FaultyTranslation(Refused):
    """A translation was not stored; ``problems`` are all its faults."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(_("The translation has faults and was not stored."))


@transaction.atomic
def add_overlay(*, actor: Staff, version: Version, data: bytes, now: datetime) -> Overlay:
    """Lay a translation over a version, from the bytes of its file. The newest of a language is used from now on.

    Raises FaultyTranslation when the file is not a translation of this version, when a text is missing or was
    translated from another text, or when the translated document cannot be led. The same file again returns what is
    there.
    """
    overlay, translated = _checked(version, data)
    stored = canonical(overlay)
    # Two who add at the same moment get different numbers: the second waits here.
    Version.objects.select_for_update().get(pk=version.pk)
    newest = Overlay.objects.filter(version=version, language=overlay["language"]).order_by("-number").first()
    if newest and newest.sha256 == digest(stored):
        return newest
    made = Overlay.objects.create(
        version=version,
        language=translated["language"],
        number=newest.number + 1 if newest else 1,
        status=overlay["status"],
        source=overlay["source"],
        document=stored,
        sha256=digest(stored),
        loaded_at=now,
        loaded_by=actor,
    )
    audit.record(
        actor_id=actor.pk,
        action="translation.added",
        compartment_id=actor.unit.compartment_id,
        thing=made,
        now=now,
        details={"key": version.key, "version": version.version, "language": made.language, "status": made.status},
    )
    return made


def _checked(version: Version, data: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    overlay, problems = read_json(data)
    if problems or not isinstance(overlay, dict):
        raise FaultyTranslation(problems or [Problem("", "not-an-object", "Must be an object.")])
    document, _problems = read_json(bytes(version.document))
    if not isinstance(document, dict):
        raise TypeError("a stored version is an object")
    translated, faults = apply_overlay(document, overlay)
    if not faults:
        own = document["rights"]["redistribution"] == "byo"
        faults = read_document(translated, RULES, wording_imported=own)[1]
    if not faults and len(overlay["source"]) > LONGEST_SOURCE:
        faults = (Problem("/source", "text-too-long", f"Longer than {LONGEST_SOURCE} characters."),)
    if faults:
        raise FaultyTranslation(faults)
    return overlay, translated
