"""The people of a case in a package: what they are to the family, without names; and names where none should stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from uuid import UUID

from exports.formats.data import as_data
from exports.formats.report import Report
from forms_engine.casework.models import Case, Person

SHORTEST_NAME = 2  # letters; a single initial stands in every other word


def part_names(case: Case) -> dict[UUID, str]:
    """What each person who is or was on the case is to the family; numbered where several are the same."""
    people = list(case.people.order_by("added_at", "pk"))
    several = {part for part, count in Counter(person.part for person in people).items() if count > 1}
    counted: Counter[str] = Counter()
    names = {}
    for person in people:
        counted[person.part] += 1
        words = str(person.get_part_display())
        names[person.pk] = f"{words} {counted[person.part]}" if person.part in several else words
    return names


def names_in(report: Report, people: Iterable[Person]) -> list[str]:
    """What people of the case are called, where it stands as a word in a text of the report. In alphabetic order."""
    text = "\n".join(_texts(as_data(report)["sections"])).casefold()
    called = {person.called.strip() for person in people}
    return sorted(name for name in called if len(name.strip(".")) >= SHORTEST_NAME and _stands(name, text))


def _stands(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", text) is not None


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
