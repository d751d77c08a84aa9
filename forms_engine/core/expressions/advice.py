"""What to say about a name that does not exist."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from itertools import islice

from forms_engine.core.expressions.limits import MAX_NAME

MAX_COMPARED = 40
"""Comparing takes time, and a hostile document has a thousand names all alike, and a thousand slips."""


def name_message(what: str, name: str, known: Mapping[str, object]) -> str:
    """The message for an unknown name: with the one most like it, if there is one."""
    if len(name) > MAX_NAME:
        return f"Unknown {what}: names have at most {MAX_NAME} characters"
    written = name.lower()
    similar = get_close_matches(written, islice(_likely(written, known), MAX_COMPARED), n=1)
    return f"Unknown {what} '{name}'" + (f"; did you mean '{similar[0]}'?" if similar else "")


def _likely(name: str, known: Mapping[str, object]) -> Iterator[str]:
    """The names worth comparing: those of about the same length with the same first or last letter, in order."""
    for other in known:
        if abs(len(other) - len(name)) <= 2 and (other[0] == name[0] or other[-1] == name[-1]):
            yield other
