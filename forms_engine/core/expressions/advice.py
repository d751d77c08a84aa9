"""What to say about a name that does not exist."""

from collections.abc import Mapping
from difflib import get_close_matches

from forms_engine.core.expressions.limits import MAX_NAME


def name_message(what: str, name: str, known: Mapping[str, object]) -> str:
    """The message for an unknown name: with the one most like it, if there is one."""
    if len(name) > MAX_NAME:
        return f"Unknown {what}: names have at most {MAX_NAME} characters"
    similar = get_close_matches(name.lower(), known, n=1)
    return f"Unknown {what} '{name}'" + (f"; did you mean '{similar[0]}'?" if similar else "")
