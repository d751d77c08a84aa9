"""Visits, interviews, answers saved one by one, alerts, and the numbers that move over time."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from forms_engine.access.fields import EncryptedJSONField, EncryptedTextField


class Visit(models.Model):
    """A meeting in which interviews take place, goals are rated and the next step is agreed."""

    class Place(models.TextChoices):
        HOME = "home", _("Home visit")
        OFFICE = "office", _("At the office")
        PHONE = "phone", _("Phone")
        ELSEWHERE = "elsewhere", _("Somewhere else")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        OPEN = "open", _("Under way")
        ENDED = "ended", _("Ended")
        CANCELLED = "cancelled", _("Cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="visits")
    compartment = models.ForeignKey("access.Compartment", models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    place = models.CharField(max_length=10, choices=Place)
    planned_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    people = models.ManyToManyField("casework.Person", related_name="visits", blank=True)
    workers = models.ManyToManyField("access.Staff", related_name="+", blank=True)
    # When the worker had said who can see this and what must be passed on.
    informed_at = models.DateTimeField(null=True, blank=True)
    next_step = EncryptedTextField(privacy="What was agreed to do next, in plain words.", default="")
    next_step_by = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-planned_at"]
        indexes = [models.Index(fields=["case", "-planned_at"])]


class Interview(models.Model):
    """One run of one instrument version with one respondent. After it is finalised the row never changes (trigger)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        FINALISED = "finalised", _("Finalised")

    class Mode(models.TextChoices):
        READ_ALOUD = "read_aloud", _("Read aloud by the worker")
        SELF = "self", _("Filled in by the person")
        PAPER = "paper", _("Entered later, from paper")

    class Interpreter(models.TextChoices):
        NONE = "none", _("No interpreter")
        PRESENT = "present", _("Interpreter in the room")
        PHONE = "phone", _("Interpreter by phone or screen")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    compartment = models.ForeignKey("access.Compartment", models.PROTECT, related_name="+")
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, related_name="interviews")
    version = models.ForeignKey("instruments.Version", models.PROTECT, related_name="+")
    overlay = models.ForeignKey("instruments.Overlay", models.PROTECT, null=True, related_name="+")
    # The informant: who answers. Empty when the worker answers for themself.
    person = models.ForeignKey("casework.Person", models.PROTECT, null=True, related_name="interviews")
    language = models.CharField(max_length=12)
    mode = models.CharField(max_length=12, choices=Mode, default=Mode.READ_ALOUD)
    interpreter = models.CharField(max_length=10, choices=Interpreter, default=Interpreter.NONE)
    people_present = models.ManyToManyField("casework.Person", related_name="+", blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=64, default="")
    asked_on = models.DateField()  # the day the questions were asked; earlier than started_at when from paper
    started_at = models.DateTimeField()
    started_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    finalised_at = models.DateTimeField(null=True)
    finalised_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    # What was asked as it was shown, answers, scores with their working: canonical JSON, and its SHA-256.
    record = EncryptedTextField(privacy="The finished interview exactly as it was shown and answered.", null=True)
    record_sha256 = models.CharField(max_length=64, default="")
    amends = models.OneToOneField("self", models.PROTECT, null=True, related_name="amendment")
    amend_reason = EncryptedTextField(privacy="Why a finished interview was corrected.", null=True)

    class Meta:
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["compartment", "-started_at"])]


class Void(models.Model):
    """A finished or running interview that must not count, because it was about the wrong person. It stays readable."""

    interview = models.OneToOneField(Interview, models.PROTECT, primary_key=True, related_name="void")
    compartment = models.ForeignKey("access.Compartment", models.PROTECT, related_name="+")
    reason = EncryptedTextField(privacy="Why the interview must not count.")
    at = models.DateTimeField()
    by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")


class AnswerState(models.TextChoices):
    """How an item was answered. "Hidden" and "not asked" are worked out from the conversation, never stored."""

    VALUE = "value", _("Answered")
    DECLINED = "declined", _("Would rather not say")
    DONT_KNOW = "dont_know", _("Does not know")
    NOT_NOW = "not_now", _("Not now")
    EMPTY = "empty", _("No answer")  # was given and taken back, or only a note stands here


class Answer(models.Model):
    """The newest answer to one item, with its state, note, language and the revision of its last change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    interview = models.ForeignKey(Interview, models.PROTECT, related_name="answers")
    compartment = models.ForeignKey("access.Compartment", models.PROTECT, related_name="+")
    item = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=AnswerState)
    value = EncryptedJSONField(privacy="What the person answered.", null=True)
    note = EncryptedTextField(privacy="The worker's note beside the answer.", default="")
    language = models.CharField(max_length=12)
    revision = models.PositiveIntegerField()
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["interview", "item"], name="one_answer_per_item"),
            models.CheckConstraint(
                condition=models.Q(state="value", value__isnull=False)
                | (~models.Q(state="value") & models.Q(value__isnull=True)),
                name="only_an_answered_item_has_a_value",
            ),
        ]


class Operation(models.Model):
    """One save that a device asked for. The same id again gets the same reply and does nothing (append-only)."""

    id = models.UUIDField(primary_key=True, editable=False)
    interview = models.ForeignKey(Interview, models.PROTECT, related_name="operations")
    compartment = models.ForeignKey("access.Compartment", models.PROTECT, related_name="+")
    staff = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    device = models.CharField(max_length=36)
    sequence = models.PositiveBigIntegerField()
    client_at = models.DateTimeField(null=True)
    base_revision = models.PositiveIntegerField()
    payload_sha256 = models.CharField(max_length=64)
    reply = EncryptedJSONField(privacy="What the device was told: revision, and alerts that were raised.")
    at = models.DateTimeField()


class AnswerChange(models.Model):
    """Every answer that was ever saved, in order (append-only)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    interview = models.ForeignKey(Interview, models.PROTECT, related_name="changes")
    compartment = models.ForeignKey("access.Compartment", models.PROTECT, related_name="+")
    operation = models.ForeignKey(Operation, models.PROTECT, related_name="changes")
    item = models.CharField(max_length=64)
    revision = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=AnswerState)
    value = EncryptedJSONField(privacy="An answer as it was at this revision.", null=True)
    note = EncryptedTextField(privacy="The note as it was at this revision.", default="")
    at = models.DateTimeField()
    by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["interview", "item", "revision"], name="one_change_per_revision")
        ]


class Alert(models.Model):
    """An answer that calls for a protocol now. It outlives the draft and waits until somebody records what was done."""

    class State(models.TextChoices):
        OPEN = "open", _("Waiting")
        RECORDED = "recorded", _("Recorded")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    interview = models.ForeignKey(Interview, models.PROTECT, related_name="alerts")
    compartment = models.ForeignKey("access.Compartment", models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    words = EncryptedTextField(privacy="The alert in plain words, as it was shown.")
    asked = EncryptedTextField(privacy="What the worker asked about the alert.", default="")
    answered = EncryptedTextField(privacy="What the person said.", default="")
    told = EncryptedTextField(privacy="Who was told, and when.", default="")
    next_contact = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["raised_at"]
        constraints = [models.UniqueConstraint(fields=["interview", "key"], name="one_alert_per_key")]
        indexes = [models.Index(fields=["compartment", "state"])]


class Observation(models.Model):
    """One number at one time: a goal's rating, a ruler or a score. Numbers only, in clear; corrected by a newer row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    compartment = models.ForeignKey("access.Compartment", models.PROTECT, related_name="+")
    measure = models.CharField(max_length=140)  # "goal/UUID" or "INSTRUMENT/SCORE"
    version = models.CharField(max_length=20, default="")  # of the instrument; empty for goals
    at = models.DateTimeField()
    value = models.FloatField()
    # Who gave the number: a person of the case, or the member of staff. Informants are never averaged.
    person = models.ForeignKey("casework.Person", models.PROTECT, null=True, related_name="+")
    staff = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, related_name="observations")
    interview = models.ForeignKey(Interview, models.PROTECT, null=True, related_name="observations")
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["compartment", "measure", "at"])]
