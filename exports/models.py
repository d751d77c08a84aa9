"""Packages: sealed snapshots for one recipient, and the legal bases they may rest on."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from forms_engine.access.fields import EncryptedField, EncryptedJSONField, EncryptedTextField


class LegalBasis(models.Model):
    """One legal basis as it read in a period. A change of law is a new row; rows are never changed (trigger)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=8)
    version = models.PositiveSmallIntegerField()
    provision = models.CharField(max_length=200)
    text_nb = models.TextField()
    text_en = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    approved_by = models.CharField(max_length=120, default="")  # empty: to be approved by the municipality's lawyer

    class Meta:
        ordering = ["code", "version"]
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="one_basis_per_version")]


class Package(models.Model):
    """A sealed snapshot for one recipient, and the job that makes its document. The row is the job."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting to be made")
        WORKING = "working", _("Being made")
        DONE = "done", _("Ready")
        PARKED = "parked", _("Stopped")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    compartment = models.OneToOneField("access.Compartment", models.PROTECT, related_name="+")
    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="packages")
    profile = models.CharField(max_length=40)
    profile_version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=5)
    recipient = EncryptedTextField(privacy="Who receives the package: name and organisation.")
    purpose = EncryptedTextField(privacy="What the recipient needs it for.")
    necessity = EncryptedTextField(privacy="Why this much is needed and not less.")
    legal_basis = models.ForeignKey(LegalBasis, models.PROTECT, related_name="+")
    content = EncryptedJSONField(privacy="Exactly what leaves: the report that was previewed.")
    content_sha256 = models.CharField(max_length=64)
    ordered_at = models.DateTimeField()
    ordered_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=60, default="")
    pdf = EncryptedField(privacy="The finished document.", null=True)
    pdf_sha256 = models.CharField(max_length=64, default="")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-ordered_at"]
        indexes = [models.Index(fields=["state", "lease_until"])]
