"""Fills an empty database for the benchmarks: workers, each signed in, with a case, a visit and a draft to lead.

    python -m benchmarks.bare.town COUNT

Prints one JSON list: {"interview", "cookies"} of each worker. Uses the settings that the environment names.
"""

from __future__ import annotations

import json
import sys
import tempfile
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import django


def people(count: int, now: datetime) -> list[dict[str, Any]]:
    """Make everything; each worker leads a draft of their own."""
    from forms_engine.access import services

    unit = services.make_unit(name="Benchmark town", now=now)
    return [_person(unit, _version(now), number, now) for number in range(count)]


def _version(now: datetime) -> Any:
    from benchmarks.bare.document import document
    from instruments.loading import load_library
    from instruments.models import Version
    from instruments.shelf import Shipped

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.json"
        path.write_text(json.dumps(document()))
        load_library(now=now, shipped=[Shipped("benchmark", "1.0.0", path, {})])
    return Version.objects.get(key="benchmark")


def _person(unit: Any, version: Any, number: int, now: datetime) -> dict[str, Any]:
    from django.utils import timezone

    from forms_engine.access import keys, services
    from forms_engine.casework.models import Case, Person
    from sessions.models import Visit
    from sessions.services.starting import start_interview

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
    compartment = keys.make_compartment(unit_id=unit.pk, now=now)
    case = Case.objects.create(compartment=compartment, unit=unit, number=number, opened_at=now, opened_by=worker)
    services.grant(actor=worker, compartment_id=compartment.pk, staff=worker, capacity="worker", now=now)
    person = Person.objects.create(case=case, compartment=compartment, called="P.", part="participant", added_at=now)
    visit = Visit.objects.create(
        case=case, compartment=compartment, planned_at=now, place="home", planned_by=worker, state="open"
    )
    interview = start_interview(
        actor=worker,
        visit=visit,
        compartment=compartment,
        version=version,
        overlay=None,
        person=person,
        mode="read_aloud",
        interpreter="none",
        people_present=[person],
        asked_on=timezone.localdate(now),
        now=now,
    )
    return {"interview": str(interview.pk), "cookies": _signed_in(worker)}


def _signed_in(worker: Any) -> dict[str, str]:
    """The cookies of a browser in which this worker has signed in with the second factor."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.middleware.csrf import _get_new_csrf_string

    from forms_engine.access.middleware import SECOND_FACTOR

    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(worker.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = worker.get_session_auth_hash()
    store[SECOND_FACTOR] = True
    store.create()
    return {
        settings.SESSION_COOKIE_NAME: store.session_key,
        settings.CSRF_COOKIE_NAME: _get_new_csrf_string(),
    }


def main() -> None:
    django.setup()
    from django.utils import timezone

    print(json.dumps(people(int(sys.argv[1]), timezone.now())))


if __name__ == "__main__":
    main()
