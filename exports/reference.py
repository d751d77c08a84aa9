"""Legal bases as versioned reference data. A new version is a new entry in the file; loaded rows never change."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import Q, QuerySet

from exports.models import LegalBasis

_FILE = Path(__file__).parent / "data" / "legal_bases.json"


def shipped_bases() -> list[dict[str, Any]]:
    """The entries of the file."""
    entries: list[dict[str, Any]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return entries


def load_legal_bases(using: str = "default", **_: Any) -> None:
    """Add the entries that are not there yet. Connected to ``post_migrate``."""
    for entry in shipped_bases():
        LegalBasis.objects.using(using).get_or_create(
            code=entry["code"],
            version=entry["version"],
            defaults={
                **{name: entry[name] for name in ("provision", "text_nb", "text_en")},
                "valid_from": date.fromisoformat(entry["valid_from"]),
                "valid_to": date.fromisoformat(entry["valid_to"]) if entry.get("valid_to") else None,
            },
        )


def valid_bases(codes: tuple[str, ...], on: date) -> QuerySet[LegalBasis]:
    """The bases with these codes that are valid on a day."""
    return LegalBasis.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), code__in=codes, valid_from__lte=on)
