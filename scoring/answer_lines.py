"""One line of answers in, one JSON-ready result out: what `forms-engine score` prints.

A line is a JSON object {item: answer}. Anything wrong with it is a problem in the result, never an exception.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from forms_engine.core import Instrument, Problem, check_answer, read_json, walk
from forms_engine.core.expressions import Value
from forms_engine.core.expressions.advice import name_message
from scoring.outcome import Outcome, score

NAME_SHOWN = 64
"""Longest unknown name that a problem repeats as its path, in characters."""
MOST_UNKNOWN = 25
"""Unknown names reported one by one; looking for the name that was meant takes time."""


def answer_line(instrument: Instrument, line: bytes) -> dict[str, Any]:
    """{"instrument", "version", "scores", "bands", "findings", "alerts", "problems"} for one line.

    Every declared name is there, None where it cannot be known. A line that is not a JSON object, or holds an unknown
    item or an answer its item does not allow, makes every value None. An answer to a hidden item is left out with the
    problem `hidden`, and the rest is scored. An absent answer is no problem.
    """
    values, problems = read_answers(instrument, line)
    outcome = score(instrument, values or {})
    hidden = [] if values is None else _hidden(instrument, values)
    return {
        "instrument": instrument.key,
        "version": instrument.version,
        **(_nothing(outcome) if values is None else _results(outcome)),
        "problems": [asdict(problem) for problem in (*problems, *hidden)],
    }


def read_answers(instrument: Instrument, line: bytes) -> tuple[dict[str, Value] | None, tuple[Problem, ...]]:
    """The answers of a line by item, without the unanswered; or None and every problem."""
    given, problems = read_json(line)
    if problems:
        return None, problems
    if not isinstance(given, dict):
        return None, (Problem("", "not-answers", "A line is a JSON object of items and answers."),)
    found = _unknown(instrument, [name for name in given if name not in instrument.items])
    values: dict[str, Any] = {}
    for name in given.keys() & instrument.items.keys():
        values[name], wrong = check_answer(instrument.items[name], given[name])
        found += wrong
    if found:
        return None, tuple(sorted(found, key=lambda problem: (not problem.path, problem)))
    return {name: value for name, value in values.items() if value is not None}, ()


def _unknown(instrument: Instrument, names: Sequence[str]) -> list[Problem]:
    problems = [
        Problem(name[:NAME_SHOWN], "unknown-item", name_message("item", name, instrument.items))
        for name in names[:MOST_UNKNOWN]
    ]
    if len(names) > MOST_UNKNOWN:
        problems.append(Problem("", "unknown-item", f"And {len(names) - MOST_UNKNOWN} more unknown items."))
    return problems


def _hidden(instrument: Instrument, values: Mapping[str, Value]) -> list[Problem]:
    message = "The conversation does not ask this for these answers; the answer does not count."
    return [Problem(name, "hidden", message) for name in sorted(walk(instrument, values).hidden & values.keys())]


def _results(outcome: Outcome) -> dict[str, dict[str, Any]]:
    return {
        "scores": {name: _plain(value) for name, value in outcome.scores.items()},
        "bands": dict(outcome.bands),
        "findings": dict(outcome.findings),
        "alerts": dict(outcome.alerts),
    }


def _nothing(outcome: Outcome) -> dict[str, dict[str, Any]]:
    return {part: dict.fromkeys(names) for part, names in _results(outcome).items()}


def _plain(value: float | None) -> float | None:
    """Whole numbers without a point: 40, not 40.0."""
    return int(value) if value is not None and float(value).is_integer() else value
