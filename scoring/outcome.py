"""Answers become scores, bands, findings and alerts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from forms_engine.core import Instrument, counted
from forms_engine.core.expressions import Value, compile_program
from scoring.section import Section, read_section

MOST_PLANS = 256
"""Compiled plans kept in one process; a library has tens of versions in use."""


@dataclass(frozen=True, eq=False)
class Plan:
    """An instrument's scoring, compiled once. `program` works out everything from the answers that count."""

    instrument: Instrument
    section: Section
    program: Callable[[Mapping[str, Value]], dict[str, Value]]
    ladders: tuple[tuple[str, tuple[float, ...], tuple[str, ...]], ...]
    """Per score with bands: its name, where the bands begin, their keys."""
    uses: tuple[tuple[str, tuple[str, ...]], ...]
    """Per result its name and the names its rule uses, items first, in the order of asking."""
    hides: bool
    """Whether the conversation can hide an item at all."""


@dataclass(frozen=True)
class Outcome:
    """What the answers mean. Every declared name is there; None = cannot be known from these answers.

    bands: only of scores that have bands. A finding or alert that is None is unknown, never to be read as no.
    """

    scores: Mapping[str, float | None]
    bands: Mapping[str, str | None]
    findings: Mapping[str, bool | None]
    alerts: Mapping[str, bool | None]
    plan: Plan = field(repr=False, compare=False)
    answers: Mapping[str, Value] = field(repr=False, compare=False)

    @cached_property
    def working(self) -> dict[str, dict[str, Any]]:
        """How each result came about, as JSON: {name: {"value": result, "uses": {name: value or None}}}.

        "uses" holds the answers and earlier results the rule names; a None among them is why a result is None.
        """
        known: dict[str, Any] = {**self.answers, **self.scores, **self.findings, **self.alerts}
        return {
            name: {"value": known[name], "uses": {used: known.get(used) for used in uses}}
            for name, uses in self.plan.uses
        }


def plan(instrument: Instrument) -> Plan:
    """The compiled scoring of a version; kept in the process by the hash of its document.

    ValueError when the scoring section has problems: read documents with `scoring.RULES`.
    """
    found = _plans.get(instrument.sha256)
    if found is None:
        if len(_plans) >= MOST_PLANS:
            _plans.clear()
        found = _plans[instrument.sha256] = _compile(instrument)
    return found


def score(instrument: Instrument, values: Mapping[str, Value]) -> Outcome:
    """Scores the answers of one interview.

    values: item -> answer as `core.check_answer` gave it; absent or None = unanswered. Answers to items that the
    conversation hides do not count. Never raises for such values.
    """
    ready = plan(instrument)
    answers = counted(instrument, values) if ready.hides else dict(values)
    results: dict[str, Any] = ready.program(answers)
    section = ready.section
    return Outcome(
        scores={part.name: results[part.name] for part in section.scores},
        bands={name: _band(results[name], starts, keys) for name, starts, keys in ready.ladders},
        findings={part.name: results[part.name] for part in section.findings},
        alerts={part.name: results[part.name] for part in section.alerts},
        plan=ready,
        answers=answers,
    )


_plans: dict[str, Plan] = {}


def _compile(instrument: Instrument) -> Plan:
    section, problems = read_section(instrument)
    if problems:
        raise ValueError(f"{instrument.key} {instrument.version} was read without scoring.RULES and has problems")
    order = [*instrument.items, *(part.name for part in section.parts)]
    return Plan(
        instrument,
        section,
        compile_program({part.name: part.rule.tree for part in section.parts}),
        tuple(
            (part.name, tuple(band.start for band in part.bands), tuple(band.key for band in part.bands))
            for part in section.scores
            if part.bands
        ),
        tuple((part.name, tuple(name for name in order if name in part.rule.names)) for part in section.parts),
        any(shown or any(asked for _, asked in questions) for _, shown, questions in instrument.route),
    )


def _band(value: float | None, starts: tuple[float, ...], keys: tuple[str, ...]) -> str | None:
    # The index is 0 below the first band, which only a score outside its declared range can be.
    place = 0 if value is None else bisect_right(starts, value)
    return keys[place - 1] if place else None
