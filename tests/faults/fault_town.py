"""What the kills happen to: workers with a password and a second factor, their cases, visits and running interviews.

    python -m tests.faults.fault_town WORKERS CASES

Fills the (empty, migrated) database that the environment names and prints one JSON object:
{"workers": [{"username", "secret"}], "interviews": [id], "cases": [id]}. There are half as many interviews as workers,
so that two workers write to each. Every worker is on every case.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from typing import Any

import django

PASSWORD = "correct-horse-battery"  # the same for all


def settle(workers: int, cases: int, now: datetime) -> dict[str, Any]:
    """Make everybody and everything; one case for each interview, the others for packages only."""
    from forms_engine.access import services

    unit = services.make_unit(name="Lillevik", now=now)
    staff = [_worker(unit, number, now) for number in range(workers)]
    made = [_case(unit, number, [one for one, _ in staff], now) for number in range(cases)]
    running = [_interview(case, [one for one, _ in staff], now) for case in made[: max(1, workers // 2)]]
    return {
        "workers": [{"username": one.username, "secret": secret} for one, secret in staff],
        "interviews": [str(interview.pk) for interview in running],
        "cases": [str(case.pk) for case in made],
    }


def _worker(unit: Any, number: int, now: datetime) -> tuple[Any, str]:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from forms_engine.access import services

    worker = services.make_staff(
        actor=None,
        unit=unit,
        username=f"worker{number}",
        full_name=f"Worker {number}",
        initials=f"W{number}",
        roles=["practitioner"],
        service=None,
        language="en",
        now=now,
    )
    invitation, _token = services.invite(actor=None, staff=worker, now=now)
    services.accept(invitation=invitation, password=PASSWORD, now=now)
    secret = generate_totp_secret()
    TOTP.activate(worker, secret)
    return worker, secret


def _case(unit: Any, number: int, staff: list[Any], now: datetime) -> Any:
    from forms_engine.access import keys, services
    from forms_engine.casework.models import Case, Goal

    compartment = keys.make_compartment(unit_id=unit.pk, now=now)
    case = Case.objects.create(compartment=compartment, unit=unit, number=number, opened_at=now, opened_by=staff[0])
    for worker in staff:
        services.grant(actor=staff[0], compartment_id=compartment.pk, staff=worker, capacity="worker", now=now)
    Goal.objects.create(
        case=case, compartment=compartment, words="See my brother", aim="trust", set_at=now, set_by=staff[0]
    )
    return case


def _interview(case: Any, staff: list[Any], now: datetime) -> Any:
    from django.utils import timezone

    from forms_engine.casework.models import Person
    from instruments.models import Version
    from sessions.models import Visit
    from sessions.services.starting import start_interview

    person = Person.objects.create(
        case=case, compartment=case.compartment, called="P.", part="participant", added_at=now
    )
    visit = Visit.objects.create(
        case=case,
        compartment=case.compartment,
        planned_at=now,
        place="home",
        planned_by=staff[0],
        state="open",
        started_at=now,
    )
    return start_interview(
        actor=staff[0],
        visit=visit,
        compartment=case.compartment,
        version=Version.objects.get(key="pcl-5"),
        overlay=None,
        person=person,
        mode="read_aloud",
        interpreter="none",
        people_present=[person],
        asked_on=timezone.localdate(now),
        now=now,
    )


def main() -> None:
    django.setup()
    from django.utils import timezone

    print(json.dumps(settle(int(sys.argv[1]), int(sys.argv[2]), timezone.now())))


if __name__ == "__main__":
    main()
