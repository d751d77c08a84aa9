"""Recipient profiles: which parts of a case each kind of recipient may have. Allow-lists, as data.

What no profile lists leaves in no package. A part that a profile names and nobody knows is refused at start.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exports.parts import PARTS

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
    """``parts`` are names of :data:`exports.parts.PARTS`; ``bases`` codes of legal bases that may be chosen."""

    key: str
    version: int
    action: str
    bases: tuple[str, ...]
    readers: str
    parts: tuple[str, ...]

    @property
    def words(self) -> Words:
        return WORDS[self.key]


@cache
def profiles() -> dict[str, Profile]:
    """Every profile by its key. Raises ValueError when one names a part that does not exist."""
    found = {}
    for entry in json.loads(_FILE.read_text()):
        if unknown := set(entry["parts"]) - PARTS.keys():
            raise ValueError(f"profile {entry['key']} names unknown parts: {', '.join(sorted(unknown))}")
        found[entry["key"]] = Profile(
            entry["key"],
            entry["version"],
            entry["action"],
            tuple(entry["bases"]),
            entry["readers"],
            tuple(entry["parts"]),
        )
    return found
