"""The fixed cast of the tests.

Alice owns the case, Bob is her pair, Charlie must see nothing, Cora coordinates, Sam supervises, Ada administers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.test import Client

from forms_engine.access import keys, services
from forms_engine.access.middleware import SECOND_FACTOR
from forms_engine.access.models import Service, Staff, Unit
from forms_engine.casework.models import Aim, Assignment, Case, Goal, Person

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PASSWORD = "correct-horse-battery"


@dataclass(frozen=True)
class Cast:
    """Everybody, the unit they work in, and one case of Alice's and Bob's with two people and two goals."""

    unit: Unit
    school: Service
    health: Service
    alice: Staff
    bob: Staff
    charlie: Staff
    cora: Staff
    sam: Staff
    ada: Staff
    stranger: Staff  # a coordinator of another municipality
    case: Case
    mother: Person
    son: Person
    goal: Goal
    other_goal: Goal


def make_cast() -> Cast:
    """Make the whole cast. About 40 rows."""
    unit = services.make_unit(name="Lillevik", now=NOW)
    elsewhere = services.make_unit(name="Storevik", now=NOW)
    ada = staff(unit, "ada", "Ada Admin", ["administrator"])
    school = services.make_service(actor=ada, name="School", now=NOW)
    health = services.make_service(actor=ada, name="Mental health", now=NOW)
    alice = staff(unit, "alice", "Alice Aas", ["practitioner"], school)
    bob = staff(unit, "bob", "Bob Berg", ["practitioner"], school)
    charlie = staff(unit, "charlie", "Charlie Carlsen", ["practitioner"], health)
    cora = staff(unit, "cora", "Cora Coordinator", ["coordinator"])
    sam = staff(unit, "sam", "Sam Supervisor", ["supervisor"], school)
    stranger = staff(elsewhere, "stranger", "Stranger Strand", ["coordinator", "practitioner", "supervisor"])
    case = make_case(unit, cora, 2041)
    for worker in (alice, bob):
        assign(case, worker, school, cora)
    services.grant(actor=cora, compartment_id=case.compartment_id, staff=sam, capacity="supervisor", now=NOW)
    mother = person(case, "Mamma", "parent", 1985)
    son = person(case, "T.", "participant", 2004)
    goal = make_goal(case, alice, "See my brother every week", Aim.LESS_ISOLATION, son)
    other_goal = make_goal(case, alice, "Sleep through the night", Aim.SAFETY, mother)
    return Cast(
        unit, school, health, alice, bob, charlie, cora, sam, ada, stranger, case, mother, son, goal, other_goal
    )  # fmt: skip


def staff(unit: Unit, username: str, full_name: str, roles: list[str], service: Service | None = None) -> Staff:
    """An account with a password and a second factor."""
    made = services.make_staff(
        actor=None,
        unit=unit,
        username=username,
        full_name=full_name,
        initials=full_name[0] + full_name.split()[1][0],
        roles=roles,
        service=service,
        language="en",
        now=NOW,
    )
    Authenticator.objects.create(user=made, type=Authenticator.Type.TOTP, data={"secret": "unused in these tests"})
    return made


def make_case(unit: Unit, coordinator: Staff, number: int) -> Case:
    """An open case with its compartment."""
    compartment = keys.make_compartment(unit_id=unit.pk, now=NOW)
    return Case.objects.create(
        compartment=compartment, unit=unit, number=number, opened_at=NOW, opened_by=coordinator
    )  # fmt: skip


def assign(case: Case, worker: Staff, service: Service, coordinator: Staff) -> Assignment:
    """Put a worker on a case, with the grant that goes with it."""
    services.grant(actor=coordinator, compartment_id=case.compartment_id, staff=worker, capacity="worker", now=NOW)
    return Assignment.objects.create(
        case=case, compartment=case.compartment, service=service, staff=worker, since=NOW, made_by=coordinator
    )


def person(case: Case, called: str, part: str, birth_year: int | None = None) -> Person:
    """Somebody in the family."""
    return Person.objects.create(
        case=case, compartment=case.compartment, called=called, part=part, birth_year=birth_year, added_at=NOW
    )


def make_goal(case: Case, worker: Staff, words: str, aim: str, whose: Person | None) -> Goal:
    """A goal in the family's words, set a second after the one before: pages show goals in that order."""
    then = NOW + timedelta(seconds=Goal.objects.filter(case=case).count())
    return Goal.objects.create(
        case=case, compartment=case.compartment, words=words, aim=aim, person=whose, set_at=then, set_by=worker
    )


def signed_in(client: Client, who: Staff) -> Client:
    """``client`` signed in as ``who`` with the second factor done."""
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    kept = client.session
    kept[SECOND_FACTOR] = True
    kept.save()
    return client
