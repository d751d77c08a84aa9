"""Recipient profiles: which parts of a case each kind of recipient may have. Allow-lists, as data.

What no profile lists leaves in no package. A profile that names something nobody knows is refused at start.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exports.parts import PARTS
from exports.readers import READERS
from exports.reference import shipped_bases
from forms_engine.access.policy import RULES

_FILE = Path(__file__).parent / "data" / "profiles.json"


@dataclass(frozen=True)
class Words:
    """What a profile is called, who reads it, and what is never in it."""

    title: str | Promise
    reader: str | Promise
    left_out: str | Promise


WORDS: dict[str, Words] = {
    "overview-municipal": Words(
        _("Case overview, municipal edition"),
        _("The coordination group: the municipality's members"),
        _("Scores, answers, notes from conversations and names of the family are not in this overview."),
    ),
    "worker-copy": Words(
        _("The worker's own copy"),
        _("The worker who orders it"),
        _("For the worker alone. It is not handed on to the coordination group or the police."),
    ),
}


@dataclass(frozen=True)
class Profile:
    """One kind of recipient.

    ``action``: what one must be allowed on the case to order it; ``reads``: to open it afterwards, beside being one of
    its ``readers`` (a name of :data:`exports.readers.READERS`). ``bases``: codes of the legal bases that may be chosen.
    ``parts``: names of :data:`exports.parts.PARTS`, in the order of the document. ``names``: may what the family's
    members are called stand in it? If not, the preview says where one does.
    """

    key: str
    version: int
    action: str
    reads: str
    bases: tuple[str, ...]
    readers: str
    parts: tuple[str, ...]
    names: bool

    @property
    def words(self) -> Words:
        return WORDS[self.key]


@cache
def profiles() -> dict[str, Profile]:
    """Every profile by its key. Raises ValueError when one names something that does not exist."""
    return read_profiles(json.loads(_FILE.read_text(encoding="utf-8")))


def read_profiles(entries: Iterable[Mapping[str, Any]]) -> dict[str, Profile]:
    """Profiles from entries as in ``data/profiles.json``. Raises ValueError for unknown names and doubled keys."""
    found: dict[str, Profile] = {}
    for entry in entries:
        key = entry["key"]
        if key in found:
            raise ValueError(f"two profiles are called {key}")
        known("action", key, [entry["action"], entry["reads"]], RULES)
        known("legal basis", key, entry["bases"], {basis["code"] for basis in shipped_bases()})
        known("readers", key, [entry["readers"]], READERS)
        known("part", key, entry["parts"], PARTS)
        known("words", key, [key], WORDS)
        found[key] = Profile(**{**entry, "bases": tuple(entry["bases"]), "parts": tuple(entry["parts"])})
    return found


def known(what: str, key: str, named: Iterable[str], register: Collection[str]) -> None:
    """Refuse names that are not in the register."""
    if unknown := sorted(set(named) - set(register)):
        raise ValueError(f"profile {key} names an unknown {what}: {', '.join(unknown)}")
