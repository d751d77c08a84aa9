"""Published versions of instruments: written once, never changed (triggers), pointed at with PROTECT."""

from __future__ import annotations

import uuid

from django.db import models


class Version(models.Model):
    """One immutable version of one instrument: its canonical bytes and their SHA-256."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=64)
    version = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    document = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    # Who answers for it. Both empty: shipped with the product.
    author = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    approver = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="one_document_per_version")]
        ordering = ["key", "version"]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"


class Overlay(models.Model):
    """A translation of a version, as loaded: a correction is a new row, and the newest of a language is used."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(Version, models.PROTECT, related_name="overlays")
    language = models.CharField(max_length=12)
    number = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=12)
    source = models.CharField(max_length=300)
    document = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "language", "number"], name="one_overlay_per_number")]


class Retirement(models.Model):
    """A version that is not offered any more. What was answered in it stays readable for ever."""

    version = models.OneToOneField(Version, models.PROTECT, primary_key=True)
    at = models.DateTimeField()
    by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
