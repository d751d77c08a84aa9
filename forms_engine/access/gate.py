"""The one door between a request and a thing.

Every route is declared with :func:`route` and so names its action; the gate middleware refuses a view that names none.
:func:`fetch` finds a thing and asks the policy; a stranger sees the same 404 as for a thing that does not exist.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path

from forms_engine.access.models import Compartment, ConflictBlock, Grant, Staff
from forms_engine.access.policy import RULES, Facts, allow, in_force

Thing = TypeVar("Thing", bound=Model)
View = Callable[..., HttpResponseBase]


class StaffRequest(HttpRequest):
    """A request that the gate has let through: one of the staff has signed in. Only for annotations."""

    user: Staff


def route(pattern: str, view: View, *, name: str, action: str) -> URLPattern:
    """Like ``django.urls.path``, with the action of the policy that the page belongs to."""
    if action not in RULES:
        raise ValueError(f"route {name!r} names the unknown action {action!r}")

    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    guarded.__name__, guarded.__doc__, guarded.__module__ = (
        getattr(view, "__name__", name),
        view.__doc__,
        view.__module__,
    )
    guarded.action = action  # type: ignore[attr-defined]
    return path(pattern, guarded, name=name)


# Asked at every request, so written by hand: to put this together from querysets takes ten times as long as to run it.
_FACTS = """
SELECT compartment.unit_id, held.capacity, EXISTS (
    SELECT 1 FROM access_conflictblock AS block
    WHERE block.compartment_id = compartment.id AND block.staff_id = %(staff)s)
FROM access_compartment AS compartment
LEFT JOIN access_grant AS held
    ON held.compartment_id = compartment.id AND held.staff_id = %(staff)s
    AND held.since <= %(now)s AND (held.until IS NULL OR held.until > %(now)s)
WHERE compartment.id = %(compartment)s
"""


def facts_about(staff: Staff, compartment_id: UUID, now: datetime) -> Facts:
    """What the database knows about this person and this compartment, in one query: a row for each current grant."""
    written, time = Compartment._meta.pk, Grant._meta.get_field("since")
    with connection.cursor() as cursor:
        cursor.execute(
            _FACTS,
            {
                "staff": written.get_db_prep_value(staff.pk, connection),
                "compartment": written.get_db_prep_value(compartment_id, connection),
                "now": time.get_db_prep_value(now, connection),
            },
        )
        rows = cursor.fetchall()
    if not rows:
        return Facts()
    return Facts(
        same_unit=rows[0][0] == written.get_db_prep_value(staff.unit_id, connection),
        capacities=frozenset(capacity for _, capacity, _ in rows if capacity),
        blocked=bool(rows[0][2]),
    )


def may(staff: Staff, action: str, thing: Model, now: datetime) -> bool:
    """Does the policy allow this person this action on a thing that has a compartment?"""
    return allow(staff.role_names, action, facts_about(staff, thing.compartment_id, now))  # type: ignore[attr-defined]


def fetch(staff: Any, action: str, things: type[Thing] | QuerySet[Thing], now: datetime, **lookup: Any) -> Thing:
    """The one thing that ``lookup`` names, if the policy allows it; otherwise 404, whatever the reason."""
    return fetch_with_facts(staff, action, things, now, **lookup)[0]


def fetch_with_facts(
    staff: Any, action: str, things: type[Thing] | QuerySet[Thing], now: datetime, **lookup: Any
) -> tuple[Thing, Facts]:
    """As :func:`fetch`, with what is known about the person and the thing, for a page that asks the policy more."""
    found = things if isinstance(things, QuerySet) else things._default_manager.all()
    thing = found.filter(**lookup).first()
    if thing is None:
        raise Http404
    facts = facts_about(staff, thing.compartment_id, now)  # type: ignore[attr-defined]
    if not allow(staff.role_names, action, facts):
        raise Http404
    return thing, facts


def visible(staff: Staff, action: str, things: type[Thing] | QuerySet[Thing], now: datetime) -> QuerySet[Thing]:
    """The things among ``things`` (rows with a compartment) on which the policy allows ``action``."""
    found = things if isinstance(things, QuerySet) else things._default_manager.all()
    rule = RULES.get(action)
    if rule is None or not rule.roles & staff.role_names:
        return found.none()
    capacities = in_force(rule.capacities, staff.role_names)
    mine = _current_grants(staff, now).filter(compartment_id=OuterRef("compartment_id"), capacity__in=capacities)
    reach = Q(Exists(mine))
    if rule.unit_roles & staff.role_names:
        reach |= Q(compartment__unit_id=staff.unit_id)
    blocked = ConflictBlock.objects.filter(compartment_id=OuterRef("compartment_id"), staff=staff)
    return found.filter(reach).exclude(Exists(blocked))


def _current_grants(staff: Staff, now: datetime) -> QuerySet[Grant]:
    return Grant.objects.filter(Q(until__isnull=True) | Q(until__gt=now), staff=staff, since__lte=now)
