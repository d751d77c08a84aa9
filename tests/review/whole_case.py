"""A case in which every sealed field holds a text that stands nowhere else, and everybody who might come by.

The people differ in what ties them to the case: workers, a supervisor, a coordinator, colleagues without a tie, and
those whose tie has ended, has not begun, is blocked, or whose role for it was taken away.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from exports import jobs
from exports.models import LegalBasis, Package
from exports.parts import Wanted
from exports.profiles import profiles
from exports.services import content_sha256, draw_up, order_package
from forms_engine.access import services as access
from forms_engine.access.fields import EncryptedField
from forms_engine.access.models import Staff
from forms_engine.casework import services as casework
from instruments.models import Version
from sessions.models import Alert, Interview, Operation, Visit
from sessions.services.interviews import amend, void
from sessions.services.ratings import rate_goal
from sessions.services.visits import agree_next_step
from tests.cast import NOW, Cast, make_cast, person, signed_in, staff
from tests.sessions.leading import draft, finished, open_visit, payload, send, value

# Who may read a text on a page: the team; the coordinator as well; readers of a package; nobody.
WORKERS_ONLY, REGISTER, SHARED, NOBODY = "W", "R", "S", "N"


def canary(kind: str, name: str) -> str:
    """A text that stands nowhere else; ``kind`` says who may read it."""
    return f"kanari{kind}{name}xq"


@dataclass(frozen=True)
class WholeCase:
    """The cast, everybody else, and the keys that addresses are made of. ``keys``: name of an address's part -> key."""

    cast: Cast
    people: dict[str, Staff | None]
    things: dict[str, dict[str, Any]]
    bodies: dict[str, Any]  # what the pages' scripts post


def make_whole_case() -> WholeCase:
    """About 300 rows; every sealed field of every table is filled somewhere (a test says so)."""
    cast, now = make_cast(), timezone.now()
    own = _casework(cast)
    visit = open_visit(cast)
    agree_next_step(actor=cast.alice, visit=visit, words=canary(WORKERS_ONLY, "step"), by=now.date(), now=now)
    for who, number in ((cast.son, 3), (None, 4)):
        rate_goal(actor=cast.alice, visit=visit, goal=own["goal"], person=who, value=number, now=now)
    planned = Visit.objects.create(
        case=cast.case, compartment=cast.case.compartment, planned_at=now, place="home", planned_by=cast.alice
    )
    interviews = _interviews(cast, visit, own["person"])
    alert = _alerts(interviews["draft"])
    packages = {
        "overview": _package(cast, "overview-municipal", now),
        "copy": _package(cast, "worker-copy", now),
    }
    shared = {
        "case_id": cast.case.pk,
        "person_id": own["person"].pk,
        "service_id": cast.health.pk,
        "goal_id": own["goal"].pk,
        "measure_id": own["measure"].pk,
        "gap_id": own["gap"].pk,
        "assignment_id": cast.case.assignments.get(staff=cast.bob).pk,
        "staff_id": cast.sam.pk,
        "version_id": Version.objects.get(key="phq-9").pk,
        "visit_id": visit.pk,
        "interview_id": interviews["draft"].pk,
        "step": interviews["draft"].step,
        "alert_id": alert.pk,
        "package_id": packages["overview"].pk,
        "profile_key": "overview-municipal",
        "token": "nobody-was-given-this",
    }
    variants: dict[str, dict[str, Any]] = {
        "": {},
        "planned": {"visit_id": planned.pk},
        "finished": {"interview_id": interviews["finished"].pk, "step": "open"},
        "void": {"interview_id": interviews["void"].pk},
        "corrected": {"interview_id": interviews["corrected"].pk},
        "amended": {"interview_id": interviews["amended"].pk},
        "copy": {"package_id": packages["copy"].pk, "profile_key": "worker-copy"},
    }
    step = interviews["draft"].step
    bodies = {
        "interviews:answers": payload(interviews["draft"], value("q1", 2), step=step),
        "interviews:place": {"step": step},
    }
    return WholeCase(cast, _people(cast), {name: shared | own for name, own in variants.items()}, bodies)


def sealed_fields() -> list[tuple[type[Model], str]]:
    """Every sealed field of every table."""
    return [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, EncryptedField)
    ]


def _casework(cast: Cast) -> dict[str, Any]:
    case = cast.case
    found: dict[str, Any] = {"person": person(case, canary(REGISTER, "name"), "relative", 1950)}
    found["goal"] = casework.set_goal(
        actor=cast.alice,
        case=case,
        words=canary(REGISTER, "goal"),
        low=canary(REGISTER, "low"),
        high=canary(REGISTER, "high"),
        aim="mastery",
        person=found["person"],
        good_enough=6,
        now=NOW,
    )
    found["measure"] = casework.add_measure(
        actor=cast.alice,
        case=case,
        words=canary(REGISTER, "measure"),
        service=cast.school,
        goal=found["goal"],
        starts_on=NOW.date(),
        now=NOW,
    )
    found["gap"] = casework.raise_gap(actor=cast.alice, case=case, words=canary(REGISTER, "gap"), now=NOW)
    return found


def _interviews(cast: Cast, visit: Visit, who: Any) -> dict[str, Interview]:
    alice, now = signed_in(Client(), cast.alice), timezone.now()

    def led(name: str, key: str = "mi-conversation") -> Interview:
        begun = draft(cast, key, language="en", visit=visit, person=who)
        for word in ("first", "then"):
            said = value("now", canary(WORKERS_ONLY, f"{name}{word}"), note=canary(WORKERS_ONLY, f"{name}{word}note"))
            begun.refresh_from_db()
            reply = send(alice, begun, payload(begun, said, step="open"))
            assert reply.status_code == 200, reply.content
        return begun

    def done(interview: Interview) -> Interview:
        return finished(alice, cast, interview)

    corrected = done(led("corrected"))
    correction = amend(actor=cast.alice, interview_id=corrected.pk, reason=canary(WORKERS_ONLY, "amendreason"), now=now)
    wrong = done(led("void"))
    void(actor=cast.alice, interview_id=wrong.pk, reason=canary(WORKERS_ONLY, "voidreason"), now=now)
    _operation(cast, corrected)
    screening = draft(cast, "phq-9", visit=visit)
    reply = send(alice, screening, payload(screening, value("q9", 1, note=canary(WORKERS_ONLY, "q9note")), step=""))
    assert reply.status_code == 200, reply.content
    return {
        "draft": Interview.objects.get(pk=screening.pk),
        "finished": done(led("finished")),
        "corrected": done(correction),
        "amended": corrected,
        "void": wrong,
    }


def _operation(cast: Cast, interview: Interview) -> None:
    Operation.objects.create(
        id=uuid4(),
        interview=interview,
        compartment=cast.case.compartment,
        staff=cast.alice,
        device="",
        sequence=0,
        base_revision=0,
        payload_sha256="",
        reply={"salt": "", "reply": canary(NOBODY, "reply")},
        at=NOW,
    )


def _alerts(interview: Interview) -> Alert:
    alert = Alert.objects.get(interview=interview)
    for name in ("words", "asked", "answered", "told"):
        setattr(alert, name, canary(WORKERS_ONLY, f"alert{name}"))
    alert.save()
    return alert


def _package(cast: Cast, key: str, now: datetime) -> Package:
    profile, wanted = profiles()[key], Wanted(cast.case, frozenset())
    report = draw_up(profile=profile, wanted=wanted, language="en")
    made = order_package(
        actor=cast.alice,
        profile=profile,
        wanted=wanted,
        language="en",
        recipient=canary(REGISTER, f"recipient{key[:4]}"),
        purpose=canary(REGISTER, f"purpose{key[:4]}"),
        necessity=canary(REGISTER, f"necessity{key[:4]}"),
        legal_basis=LegalBasis.objects.get(code="L4", version=1),
        previewed_sha256=content_sha256(report),
        now=now,
    )
    taken = jobs.take(made.pk, now)
    assert taken
    assert jobs.finish(taken, canary(SHARED if key.startswith("over") else WORKERS_ONLY, f"pdf{key[:4]}").encode(), now)
    return made


def _people(cast: Cast) -> dict[str, Staff | None]:
    case, now = cast.case, timezone.now()
    day = timedelta(days=1)

    def practitioner(name: str, *roles: str) -> Staff:
        return staff(cast.unit, name, f"{name.title()} Nilsen", list(roles or ["practitioner"]), cast.health)

    def tie(who: Staff, capacity: str = "worker", since: datetime = NOW, until: datetime | None = None) -> None:
        grant = access.grant(
            actor=cast.cora, compartment_id=case.compartment_id, staff=who, capacity=capacity, now=since, until=until
        )
        assert grant.since == since

    def block(who: Staff) -> None:
        access.block(actor=cast.cora, compartment_id=case.compartment_id, staff=who, now=now)

    found: dict[str, Staff | None] = {
        name: getattr(cast, name) for name in ("alice", "bob", "sam", "cora", "charlie", "stranger", "ada")
    }
    found["paula"] = practitioner("paula", "supervisor")  # supervises others
    found["erik"] = practitioner("erik")  # was a worker until yesterday
    tie(found["erik"], until=now - day)
    found["fredrik"] = practitioner("fredrik")  # begins tomorrow
    tie(found["fredrik"], since=now + day)
    found["greta"] = practitioner("greta", "practitioner", "supervisor", "coordinator")  # a relative of the family
    tie(found["greta"])
    tie(found["greta"], "supervisor")
    block(found["greta"])
    found["olav"] = practitioner("olav")  # followed the case; is no supervisor any more
    tie(found["olav"], "supervisor")
    found["petra"] = practitioner("petra", "supervisor")  # worked on the case; leads no conversations any more
    tie(found["petra"])
    found["gone"] = practitioner("gone")  # the last day has come
    tie(found["gone"])
    Staff.objects.filter(pk=found["gone"].pk).update(ends_on=timezone.localdate())
    found["shut"] = practitioner("shut")  # the account is closed
    tie(found["shut"])
    Staff.objects.filter(pk=found["shut"].pk).update(is_active=False)
    found["factorless"] = practitioner("factorless")
    tie(found["factorless"])
    Authenticator.objects.filter(user=found["factorless"]).delete()
    found["nobody"] = None
    return found


def browser(who: Staff | None, *, second_factor: bool = True) -> Client:
    """A browser in which ``who`` has signed in; nobody when None."""
    client = Client()
    if who is None:
        return client
    if second_factor:
        return signed_in(client, who)
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client
