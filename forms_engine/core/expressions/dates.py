"""Dates are ISO texts 'YYYY-MM-DD' of the years 0001 to 9999, so that the order of texts is the order of days."""

import re
from datetime import date

ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def is_date(text: str) -> bool:
    if not ISO.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def days_between(start: str, end: str) -> float:
    """Days from start to end: positive when end is the later one."""
    return float(date.fromisoformat(end).toordinal() - date.fromisoformat(start).toordinal())


def years_between(start: str, end: str) -> float:
    """Whole years from start to end, as a birthday counts them: who is born on 29 February is a year older on 1 March.

    Negative, and counted the same way, when end is the earlier one.
    """
    if end < start:
        return -years_between(end, start)
    birthday_is_to_come = end[5:] < start[5:]
    return float(int(end[:4]) - int(start[:4]) - birthday_is_to_come)
