"""Cases, the people in them, the pairs of workers, and the plan: goals, measures and gaps."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from forms_engine.access.fields import EncryptedTextField


class Case(models.Model):
    """One family or person being followed. Known by a number that says nothing about them."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        PAUSED = "paused", _("Paused")
        CLOSED = "closed", _("Closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    compartment = models.OneToOneField("access.Compartment", models.PROTECT, related_name="+")
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "number"], name="one_case_per_number")]
        ordering = ["number"]

    def __str__(self) -> str:
        return str(self.number)


class Person(models.Model):
    """Somebody in the family or near it. A name is not needed: initials or a word are enough."""

    class Part(models.TextChoices):
        PARTICIPANT = "participant", _("The person followed")
        PARENT = "parent", _("Parent")
        PARTNER = "partner", _("Partner")
        CHILD = "child", _("Child")
        SIBLING = "sibling", _("Sibling")
        RELATIVE = "relative", _("Other relative")
        NETWORK = "network", _("Friend or network")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="people")
    compartment = models.ForeignKey("access.Compartment", models.PROTECT, related_name="+")
    called = EncryptedTextField(
        privacy="What the person is called here: initials, a first name or a word. To know who answers."
    )
    part = models.CharField(max_length=12, choices=Part)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    language = models.CharField(max_length=12, default="nb")
    interpreter = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["added_at"]


class Assignment(models.Model):
    """A worker of a service on a case, from a time until a time. Two of each service make a pair."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments")
    compartment = models.ForeignKey("access.Compartment", models.PROTECT, related_name="+")
    service = models.ForeignKey("access.Service", models.PROTECT, related_name="+")
    staff = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "staff"], condition=models.Q(until__isnull=True), name="one_open_assignment_per_case"
            )
        ]


class Aim(models.TextChoices):
    """What a goal of a family may serve, in the practice's own terms."""

    TRUST = "trust", _("Trust")
    LESS_ISOLATION = "less_isolation", _("Less isolation")
    LESS_STIGMA = "less_stigma", _("Less stigma")
    MASTERY = "mastery", _("Mastery")
    SAFETY = "safety", _("Safety")
    TREATMENT = "treatment", _("Treatment")
    SCHOOL_OR_WORK = "school_or_work", _("School or work")
    EXIT = "exit", _("A way out of the milieu")


class Goal(models.Model):
    """What the family wants, in their words, with what 0 and 10 mean to them. A new wording is a new goal."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="goals")
    compartment = models.ForeignKey("access.Compartment", models.PROTECT, related_name="+")
    words = EncryptedTextField(privacy="The goal in the family's own words. It is what the help is measured against.")
    low = EncryptedTextField(privacy="What 0 means to the family on this goal.", default="")
    high = EncryptedTextField(privacy="What 10 means to the family on this goal.", default="")
    aim = models.CharField(max_length=16, choices=Aim)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="goals")
    good_enough = models.PositiveSmallIntegerField(null=True, blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    reached = models.BooleanField(null=True)

    class Meta:
        ordering = ["set_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(good_enough__isnull=True) | models.Q(good_enough__lte=10),
                name="good_enough_is_on_the_scale",
            )
        ]


class Measure(models.Model):
    """A concrete help given, in plain words, by one service."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="measures")
    compartment = models.ForeignKey("access.Compartment", models.PROTECT, related_name="+")
    words = EncryptedTextField(privacy="What help is given, in words. Needed to do it and to see whether it helps.")
    service = models.ForeignKey("access.Service", models.PROTECT, related_name="+")
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, blank=True, related_name="measures")
    starts_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_on"]


class Gap(models.Model):
    """Something the family needs that nobody gives yet, in plain words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="gaps")
    compartment = models.ForeignKey("access.Compartment", models.PROTECT, related_name="+")
    words = EncryptedTextField(privacy="What falls between the services in this case. Needed to close it.")
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["raised_at"]
