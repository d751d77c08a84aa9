"""The `scoring` section of an instrument as checked values, or its problems.

The order of keys in a JSON object means nothing, so a score may use any other score; scores and findings come out in
the order in which they can be worked out, and a circle is a problem.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from typing import Any, Literal, TypeVar

from forms_engine.core import Instrument, Problem, Template, pointer, read_expression, read_template
from forms_engine.core.expressions import KEYWORDS, Checked, Type
from forms_engine.core.limits import MAX_PROBLEMS


@dataclass(frozen=True)
class Band:
    """Scores from `start` (inclusive) up to the next band."""

    start: float
    key: str
    title: str


@dataclass(frozen=True)
class Score:
    """A number worked out from answers. low, high: the ends it can reach, inclusive. bands: rising, possibly none."""

    name: str
    title: str
    rule: Checked
    low: float
    high: float
    higher: Literal["worse", "better", "neutral"]
    bands: tuple[Band, ...]
    note: str


@dataclass(frozen=True)
class Finding:
    """A yes, a no, or unknown."""

    name: str
    title: str
    rule: Checked
    note: str


@dataclass(frozen=True)
class Alert:
    """Something the worker must see at once. protocol: the key of the routine to follow, or empty."""

    name: str
    title: str
    rule: Checked
    text: Template
    protocol: str


Part = TypeVar("Part", Score, Finding, Alert)


@dataclass(frozen=True)
class Section:
    """What an instrument says about meaning, in working order. norms: as written (see `change.change_by_norm`)."""

    scores: tuple[Score, ...] = ()
    findings: tuple[Finding, ...] = ()
    alerts: tuple[Alert, ...] = ()
    norms: tuple[Mapping[str, Any], ...] = ()

    @property
    def parts(self) -> tuple[Score | Finding | Alert, ...]:
        return (*self.scores, *self.findings, *self.alerts)


@lru_cache(maxsize=16)  # every rule asks for it
def read_section(instrument: Instrument) -> tuple[Section, tuple[Problem, ...]]:
    """What could be read, and the problems of names, expressions, types and circles."""
    reader = _Reader(instrument)
    section = Section(
        scores=_in_working_order(reader.read("scores", reader.score), "scores", reader.problems),
        findings=_in_working_order(reader.read("findings", reader.finding), "findings", reader.problems),
        alerts=reader.read("alerts", reader.alert),
        norms=tuple(instrument.scoring.get("norms", ())),
    )
    return section, (*_name_problems(instrument), *reader.problems)


class _Reader:
    """Knows which names an expression of each part may use, and gathers problems."""

    def __init__(self, instrument: Instrument) -> None:
        self.scoring = instrument.scoring
        self.problems: list[Problem] = []
        self.for_scores = self._extended(instrument.names, "scores", "number")
        self.for_findings = self._extended(self.for_scores, "findings", "boolean")
        self.labels = {
            key: {option.value: option.title for option in item.options}
            for key, item in instrument.items.items()
            if item.options
        }

    def _extended(self, names: Mapping[str, Type], part: str, kind: Type) -> dict[str, Type]:
        """Names of a part after those known before, in alphabetical order; a name known before keeps its type."""
        new = sorted(self.scoring.get(part, {}).keys() - names.keys())
        return dict(names) | dict.fromkeys(new, kind)

    def read(self, part: str, make: Callable[[str, Any, str], Part | None]) -> tuple[Part, ...]:
        made = (make(name, written, pointer("scoring", part, name)) for name, written in self._entries(part))
        return tuple(entry for entry in made if entry)

    def _entries(self, part: str) -> Iterator[tuple[str, Any]]:
        for name, written in sorted(self.scoring.get(part, {}).items()):
            if len(self.problems) < MAX_PROBLEMS:  # looking for similar names takes time
                yield name, written

    def score(self, name: str, written: Mapping[str, Any], place: str) -> Score | None:
        rule = self._expression(written["value"], f"{place}/value", self.for_scores, "number")
        low, high = written["range"]
        bands = tuple(Band(band["from"], band["key"], band["title"]) for band in written.get("bands", ()))
        if rule is None:
            return None
        return Score(name, written["title"], rule, low, high, written["higher"], bands, written.get("note", ""))

    def finding(self, name: str, written: str | Mapping[str, Any], place: str) -> Finding | None:
        more = {"title": name.replace("_", " "), "when": written} if isinstance(written, str) else written
        when_place = place if isinstance(written, str) else f"{place}/when"
        rule = self._expression(more["when"], when_place, self.for_findings, "boolean")
        return Finding(name, more["title"], rule, more.get("note", "")) if rule else None

    def alert(self, name: str, written: Mapping[str, Any], place: str) -> Alert | None:
        rule = self._expression(written["when"], f"{place}/when", self.for_findings, "boolean")
        text, problems = read_template(written["text"], f"{place}/text", self.for_findings, labels=self.labels)
        self.problems += problems
        return Alert(name, written["title"], rule, text, written.get("protocol", "")) if rule else None

    def _expression(self, text: str, place: str, names: Mapping[str, Type], wanted: Type) -> Checked | None:
        checked, problems = read_expression(text, place, names)
        self.problems += problems
        if checked and checked.type != wanted:
            words = {"number": "a number", "boolean": "a condition: true or false"}[wanted]
            self.problems.append(Problem(place, "scoring-type", f"Must give {words}."))
        return checked if checked and checked.type == wanted else None


def _name_problems(instrument: Instrument) -> Iterator[Problem]:
    taken = dict.fromkeys(instrument.items, "an item")
    for part, words in (("scores", "a score"), ("findings", "a finding"), ("alerts", "an alert")):
        for name in instrument.scoring.get(part, {}):
            place = pointer("scoring", part, name)
            if name in taken:
                yield Problem(place, "name-twice", f"There is {taken[name]} of this name; give each a name of its own.")
            if name in KEYWORDS:
                yield Problem(place, "reserved-name", "This word belongs to the expressions and cannot be a name.")
            taken[name] = words


def _in_working_order(parts: tuple[Part, ...], section: str, problems: list[Problem]) -> tuple[Part, ...]:
    """Each after those it uses. Those in a circle are left out and reported, a circle at a time."""
    left = {part.name: part for part in parts}
    while True:
        uses = {name: sorted(part.rule.names & left.keys()) for name, part in left.items()}
        try:
            return tuple(left[name] for name in TopologicalSorter(uses).static_order())
        except CycleError as circle:
            names = sorted(set(circle.args[1]))
            message = f"Cannot be worked out, because they use each other: {', '.join(names)}."
            problems.append(Problem(pointer("scoring", section, names[0]), "scoring-circle", message))
            left = {name: part for name, part in left.items() if name not in names}
