"""What stands in ``demo_data``: the town and its cases as frozen values. An unknown name in a file is refused.

Days are counted back from the day of loading: 30 is thirty days ago, 0 is today, -5 is in five days.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

_DATA = Path(__file__).resolve().parent.parent / "demo_data"


class Login(NamedTuple):
    """How somebody in the demo signs in, and who they are in one line."""

    username: str
    password: str
    who: str


@dataclass(frozen=True)
class StaffEntry:
    """``service`` is a key of :attr:`Town.services`, empty for those who belong to none."""

    username: str
    full_name: str
    initials: str
    roles: list[str]
    who: str
    service: str = ""
    language: str = "nb"


@dataclass(frozen=True)
class Town:
    """The municipality. ``password`` is everybody's: it is a demo on one's own machine."""

    name: str
    password: str
    made: int  # days ago
    services: dict[str, str]
    staff: list[StaffEntry]


@dataclass(frozen=True)
class PersonEntry:
    called: str
    part: str
    birth_year: int | None = None
    language: str = "nb"
    interpreter: bool = False


@dataclass(frozen=True)
class WorkerEntry:
    """Who works on the case, from a day until a day (None: still)."""

    who: str
    since: int
    until: int | None = None


@dataclass(frozen=True)
class GoalEntry:
    """``ratings``: for each rater (a person's key or a username) one number a visit that took place, null for none."""

    words: str
    low: str
    high: str
    aim: str
    since: int
    person: str = ""
    good_enough: int | None = None
    ratings: dict[str, list[int | None]] = field(default_factory=dict)
    closed: int | None = None
    reached: bool = False


@dataclass(frozen=True)
class MeasureEntry:
    """``goal`` is a key of the case's goals, empty for none."""

    words: str
    service: str
    since: int
    goal: str = ""
    ended: int | None = None


@dataclass(frozen=True)
class GapEntry:
    words: str
    since: int
    closed: int | None = None


@dataclass(frozen=True)
class InterviewEntry:
    """``answers``: item to value; an object gives state and note; a string of digits in ``digits`` is q1 to qN.

    ``until`` is the step at which a draft was left; empty when it was finished.
    """

    instrument: str
    person: str
    answers: dict[str, Any] = field(default_factory=dict)
    digits: str = ""
    language: str = ""
    mode: str = "read_aloud"
    interpreter: str = "none"
    until: str = ""
    recorded: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class VisitEntry:
    """``state``: "ended", "planned" or "cancelled". ``by`` is days from the visit to the day of the next step."""

    day: int
    at: str
    place: str
    people: list[str]
    workers: list[str] = field(default_factory=list)
    next_step: str = ""
    by: int | None = None
    interviews: list[InterviewEntry] = field(default_factory=list)
    state: str = "ended"


@dataclass(frozen=True)
class PackageEntry:
    day: int
    by: str
    profile: str
    basis: str
    recipient: str
    purpose: str
    necessity: str


@dataclass(frozen=True)
class CaseEntry:
    """One family. ``people`` and ``goals`` by a key that the rest of the file uses."""

    opened: int
    people: dict[str, PersonEntry]
    workers: list[WorkerEntry]
    supervised: bool = True
    goals: dict[str, GoalEntry] = field(default_factory=dict)
    measures: list[MeasureEntry] = field(default_factory=list)
    gaps: list[GapEntry] = field(default_factory=list)
    visits: list[VisitEntry] = field(default_factory=list)
    packages: list[PackageEntry] = field(default_factory=list)


@cache
def town() -> Town:
    """The municipality with its services and staff."""
    entry = json.loads((_DATA / "town.json").read_text())
    return Town(**entry | {"staff": [StaffEntry(**one) for one in entry["staff"]]})


@cache
def cases() -> tuple[CaseEntry, ...]:
    """Every case, the one that was opened first comes first."""
    found = [_case(json.loads(path.read_text())) for path in sorted(_DATA.glob("case-*.json"))]
    return tuple(sorted(found, key=lambda case: -case.opened))


def logins() -> tuple[Login, ...]:
    """Everybody who can sign in, in the order of the file."""
    return tuple(Login(one.username, town().password, one.who) for one in town().staff)


def _case(entry: dict[str, Any]) -> CaseEntry:
    visits = [
        VisitEntry(**one | {"interviews": [InterviewEntry(**led) for led in one.get("interviews", [])]})
        for one in entry.get("visits", [])
    ]
    return CaseEntry(
        **entry
        | {
            "people": {key: PersonEntry(**one) for key, one in entry["people"].items()},
            "workers": [WorkerEntry(**one) for one in entry["workers"]],
            "goals": {key: GoalEntry(**one) for key, one in entry.get("goals", {}).items()},
            "measures": [MeasureEntry(**one) for one in entry.get("measures", [])],
            "gaps": [GapEntry(**one) for one in entry.get("gaps", [])],
            "visits": sorted(visits, key=lambda visit: -visit.day),
            "packages": [PackageEntry(**one) for one in entry.get("packages", [])],
        }
    )
