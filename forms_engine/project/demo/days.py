"""Days and hours of the demo, counted from the day of loading. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
_WEEKEND = 5  # Saturday


def on_day(now: datetime, ago: int, at: str = "08:30") -> datetime:
    """The moment ``at`` (HH:MM in Oslo), ``ago`` days before the day of ``now``; negative lies ahead.

    A Saturday or Sunday gives way to the Friday before, or the Monday after when it lies ahead. Today stays today.
    """
    day = now.astimezone(OSLO).date() - timedelta(days=ago)
    while ago and day.weekday() >= _WEEKEND:
        day += timedelta(days=-1 if ago > 0 else 1)
    return datetime.combine(day, time.fromisoformat(at), OSLO)


class Watch:
    """Time that passes during a visit."""

    def __init__(self, start: datetime) -> None:
        self.time = start

    def after(self, minutes: float) -> datetime:
        """Let some minutes pass; returns the time it is then."""
        self.time += timedelta(minutes=minutes)
        return self.time
