"""``forms-engine install``: the first unit and its first administrator, on an empty database."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from forms_engine.access import services
from forms_engine.access.models import Unit


class Command(BaseCommand):
    """Prints a link by which the administrator chooses a password and connects a second factor."""

    help = "Make the first unit and its administrator, and print the administrator's invitation."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--unit", required=True, help="name of the municipality")
        parser.add_argument("--username", required=True, help="name the administrator signs in with")
        parser.add_argument("--name", required=True, help="the administrator's full name")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if Unit.objects.filter(name=options["unit"]).exists():
            raise CommandError(f"There is a unit called {options['unit']} already.")
        now = timezone.now()
        name = " ".join(options["name"].split())
        unit = services.make_unit(name=options["unit"], now=now)
        staff = services.make_staff(
            actor=None,
            unit=unit,
            username=options["username"],
            full_name=name,
            initials="".join(part[0] for part in name.split())[:6],
            roles=["administrator"],
            service=None,
            now=now,
        )
        _, token = services.invite(actor=None, staff=staff, now=now)
        self.stdout.write(f"{settings.PUBLIC_URL}{reverse('access:invitation', args=[token])}")
