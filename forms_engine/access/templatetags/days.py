"""Days with their weekday, as the language of the page writes them."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import formats, timezone

register = template.Library()


@register.filter
def weekday(value: date | datetime | None, form: str = "DATE_FORMAT") -> str:
    """``form``: the name of a format of Django's. "søndag 22. november 2026"; empty for no day."""
    if value is None:
        return ""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return f"{formats.date_format(local, 'l')} {formats.date_format(local, form)}"
