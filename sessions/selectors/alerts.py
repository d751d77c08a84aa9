"""Alerts that wait, and how they are shown."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from forms_engine.access import gate
from forms_engine.access.models import Staff
from sessions.models import Alert, Interview


def open_alerts(staff: Staff, now: datetime) -> QuerySet[Alert]:
    """The alerts that this person may record and nobody has, oldest first, with interview, visit and case."""
    waiting = Alert.objects.filter(state=Alert.State.OPEN).select_related("interview__visit__case", "interview__person")
    return gate.visible(staff, "alert.record", waiting, now)


def alerts_of(interview: Interview) -> list[Alert]:
    """All alerts that this interview raised, oldest first."""
    return list(Alert.objects.filter(interview_id=interview.pk))


def raised_keys(interview: Interview) -> set[str]:
    """Keys of all alerts that this interview raised, or one that it corrects: they are not raised again."""
    return set(Alert.objects.filter(interview_id__in=_line(interview)).values_list("key", flat=True))


def _line(interview: Interview) -> list[UUID]:
    """This interview and those that it corrects, one after the other."""
    line, earlier = [interview.pk], interview.amends_id
    while earlier:
        line.append(earlier)
        earlier = Interview.objects.filter(pk=earlier).values_list("amends_id", flat=True).first()
    return line


def shown(alert: Alert) -> dict[str, str]:
    """{"id", "key", "title", "text", "url"}: an alert for the worker's page."""
    title, _, text = alert.words.partition("\n\n")
    return {
        "id": str(alert.pk),
        "key": alert.key,
        "title": title,
        "text": text,
        "url": reverse("interviews:alert", args=[alert.pk]),
    }
