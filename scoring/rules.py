"""What is checked about the `scoring` section when a document is linted or published.

One small function per rule, in the table RULES; each gets the instrument and gives problems. To add a rule: a function,
a line in the table, a case in tests/scoring/vectors/faults.json, a line in docs/scoring.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from forms_engine.core import Instrument, Problem, Question, Rule, Step, Template, pointer
from forms_engine.core.expressions import Checked
from scoring.bounds import Bounds, bounds, item_bounds
from scoring.section import Score, read_section

SLACK = 1e-9
"""Room for the rounding of decimals such as 0.1 + 0.2 when a reach is compared with a declared range."""

COUNTING = frozenset(
    {"+", "-", "*", "/", "negative", "sum", "mean", "min", "max", "count", "lookup", "round", "abs"}
    | {"sum_answered", "mean_answered", "min_answered", "max_answered", "count_answered"}
)
"""What turns a judgement's answers into a number. Comparing, and asking whether something is answered, does not."""


def expressions(instrument: Instrument) -> Iterator[Problem]:
    """Names, expressions and their types; names given twice; scores or findings that need each other."""
    yield from read_section(instrument)[1]


def ranges(instrument: Instrument) -> Iterator[Problem]:
    """A range runs from a lower to a higher number and holds every number the score can reach."""
    known = item_bounds(instrument)
    for score in read_section(instrument)[0].scores:
        reach = known[score.name] = bounds(score.rule.tree, known)
        place = pointer("scoring", "scores", score.name, "range")
        if score.low >= score.high:
            yield Problem(place, "score-range-empty", "The range must run from a lower to a higher number.")
        elif reach.known and not _holds(score, reach):
            ends = f"from {reach.low:g} to {reach.high:g}"
            yield Problem(place, "score-beyond-range", f"The answers allow scores {ends}; the range must hold them.")


def bands(instrument: Instrument) -> Iterator[Problem]:
    """Bands begin at the bottom of the range, rise without repeating, end inside it, and have keys of their own."""
    for name, written in instrument.scoring.get("scores", {}).items():
        starts = [band["from"] for band in written.get("bands", ())]
        keys = Counter(band["key"] for band in written.get("bands", ()))
        place = pointer("scoring", "scores", name, "bands")
        low, high = written["range"]
        if starts and starts[0] > low:
            yield Problem(f"{place}/0/from", "band-gap", f"Scores from {low:g} to the first band have no band.")
        for index, start in enumerate(starts):
            if not low <= start <= high:
                yield Problem(f"{place}/{index}/from", "band-outside", "Begins outside the range of the score.")
        for index, (before, start) in enumerate(pairwise(starts), 1):
            if start <= before:
                yield Problem(f"{place}/{index}/from", "band-overlap", "Must begin above the band before it.")
        for key in (key for key, times in keys.items() if times > 1):
            yield Problem(place, "band-twice", f"Two bands have the key '{key}'.")


def norms(instrument: Instrument) -> Iterator[Problem]:
    """A norm set belongs to a score of this instrument, has a key of its own and says what its numbers are."""
    seen: set[str] = set()
    for index, norm in enumerate(instrument.scoring.get("norms", ())):
        place = pointer("scoring", "norms", index)
        if norm["score"] not in instrument.scoring.get("scores", {}):
            yield Problem(f"{place}/score", "unknown-score", "No such score in this instrument.")
        if norm["key"] in seen:
            yield Problem(f"{place}/key", "norm-twice", "Another norm set has this key.")
        for number in ("reliability", "points"):
            if (number in norm) != (f"{number}_kind" in norm):
                message = f"Give '{number}' and '{number}_kind' together or not at all."
                yield Problem(place, "norm-incomplete", message)
        seen.add(norm["key"])


def judgement(instrument: Instrument) -> Iterator[Problem]:
    """A structured judgement has no numbers: no score, band, norm, numbered option, and no counting anywhere."""
    if instrument.kind != "judgement":
        return
    refused = "A judgement has no totals: a person weighs the factors, not arithmetic."
    for part in ("scores", "norms"):
        if instrument.scoring.get(part):
            yield Problem(pointer("scoring", part), "judgement-number", refused)
    for item in instrument.items.values():
        if any(isinstance(option.value, int) for option in item.options):
            place = pointer("answers", "properties", item.key)
            yield Problem(place, "judgement-number", "Options of a judgement are words, not numbers.")
    for place, checked in _checked(instrument):
        if _counts(checked.tree):
            yield Problem(place, "judgement-number", refused)


def _holds(score: Score, reach: Bounds) -> bool:
    return score.low - SLACK <= reach.low and reach.high <= score.high + SLACK


def _counts(tree: Any) -> bool:
    return tree["op"] in COUNTING or tree.get("of") in COUNTING or any(map(_counts, tree.get("args", ())))


def _checked(instrument: Instrument) -> Iterator[tuple[str, Checked]]:
    """Every expression of the document that a number could hide in, with its place."""
    section = read_section(instrument)[0]
    for finding in section.findings:
        yield pointer("scoring", "findings", finding.name), finding.rule
    for alert in section.alerts:
        yield pointer("scoring", "alerts", alert.name), alert.rule
        yield from _quoted(alert.text, pointer("scoring", "alerts", alert.name, "text"))
    for item in instrument.items.values():
        yield from _quoted(item.title, pointer("answers", "properties", item.key, "title"))
    for index, step in enumerate(instrument.steps):
        place = pointer("conversation", index)
        spoken_parts: tuple[Step | Question, ...] = (step, *step.ask)
        for spoken in spoken_parts:
            if spoken.when:
                yield place, spoken.when
            yield from _quoted(spoken.say, place)


def _quoted(template: Template | None, place: str) -> Iterator[tuple[str, Checked]]:
    parts = template.parts if template else ()
    yield from ((place, part) for part in parts if isinstance(part, Checked))


RULES: Sequence[Rule] = (expressions, ranges, bands, norms, judgement)
"""Given to `core.read_document` and `core.lint` by everything that reads instruments."""
