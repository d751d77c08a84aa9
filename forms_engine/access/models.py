"""Who works here, and the compartments that decide what each of them may see.

Every row with content hangs on a :class:`Compartment`. Grants, conflict blocks, the data key and the audit chain hang
there too, so that need-to-know is one question asked in one place.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from forms_engine.access.roles import ROLES


class Compartment(models.Model):
    """The unit of need-to-know: one case, one record without a case, or one package."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("access.Unit", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()


class DataKey(models.Model):
    """A compartment's AES-256 key, wrapped by the key-encryption key that lies outside the database."""

    compartment = models.ForeignKey(Compartment, models.PROTECT, related_name="data_keys")
    version = models.PositiveSmallIntegerField()
    wrapped = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["compartment", "version"], name="one_data_key_per_version")]


class Unit(models.Model):
    """A municipality, or a part of one that keeps its cases to itself. Its own compartment carries staff events."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)
    compartment = models.OneToOneField(Compartment, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name


class Service(models.Model):
    """A service that sends pairs of workers: child welfare, school, mental health ..."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="services")
    name = models.CharField(max_length=120)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="one_service_name_per_unit")]

    def __str__(self) -> str:
        return self.name


class StaffDirectory(BaseUserManager["Staff"]):
    """Finds staff by the name they sign in with; accounts are made in :mod:`forms_engine.access.services` only."""

    def get_by_natural_key(self, username: str | None) -> Staff:
        return self.get(username__iexact=username)


class Staff(AbstractBaseUser):
    """A person who signs in. Roles say what kind of work they do; grants say with which compartments."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(max_length=60, unique=True)
    full_name = models.CharField(max_length=120)
    initials = models.CharField(max_length=6)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="staff")
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True, related_name="staff")
    roles = models.JSONField(default=list)
    language = models.CharField(max_length=5, default="nb")
    is_active = models.BooleanField(default=True)
    ends_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = StaffDirectory()

    class Meta:
        ordering = ["full_name"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def role_names(self) -> frozenset[str]:
        """The known roles of this person; a name that is not in the register counts for nothing."""
        return frozenset(self.roles) & ROLES.keys()

    @property
    def role_titles(self) -> list[str]:
        """The roles as people read them."""
        return [str(ROLES[name]) for name in self.roles if name in ROLES]


class Invitation(models.Model):
    """A way in for one named person, once, for a short time. Only the hash of its token is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="invitations")
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class Grant(models.Model):
    """Access to one compartment for one person, in one capacity, from a time until a time."""

    class Capacity(models.TextChoices):
        WORKER = "worker"
        SUPERVISOR = "supervisor"
        READER = "reader"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    compartment = models.ForeignKey(Compartment, models.PROTECT, related_name="grants")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="grants")
    capacity = models.CharField(max_length=12, choices=Capacity)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["staff", "compartment"])]
        constraints = [
            models.UniqueConstraint(
                fields=["compartment", "staff", "capacity"],
                condition=models.Q(until__isnull=True),
                name="one_open_grant_per_capacity",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="grant_ends_after_it_begins",
            ),
        ]


class ConflictBlock(models.Model):
    """A person who must never see a compartment, such as a relative of the family. Beats every role."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    compartment = models.ForeignKey(Compartment, models.PROTECT, related_name="conflict_blocks")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="conflict_blocks")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["compartment", "staff"], name="one_block_per_person")]


class AuditEvent(models.Model):
    """One thing somebody did or read. Append-only (triggers); holds ids and no content; chained per compartment."""

    id = models.BigAutoField(primary_key=True)
    compartment = models.ForeignKey(Compartment, models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=60)
    thing_type = models.CharField(max_length=60)
    thing_id = models.CharField(max_length=64)
    details = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    row_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["compartment", "sequence"], name="audit_has_no_forks")]
        indexes = [models.Index(fields=["actor", "at"]), models.Index(fields=["thing_id"])]
