"""``forms-engine add_translation KEY@VERSION FILE --by NAME``: lay a translation over an instrument."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from forms_engine.access.models import Staff
from forms_engine.access.policy import allow
from instruments.models import Version
from instruments.services import FaultyTranslation, add_overlay


class Command(BaseCommand):
    help = "Check a translation of an instrument and store it. The newest of a language is used."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("version", metavar="KEY@VERSION")
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--by", required=True, metavar="NAME", help="sign-in name of the administrator who adds it")

    def handle(self, *, version: str, file: Path, by: str, **options: object) -> None:
        key, _, number = version.partition("@")
        found = Version.objects.filter(key=key, version=number).first()
        if found is None:
            raise CommandError(f"There is no instrument {version!r} here")
        actor = Staff.objects.filter(username=by.lower(), is_active=True).first()
        if actor is None or not allow(actor.role_names, "translation.add"):
            raise CommandError(f"{by!r} is not an administrator here")
        try:
            data = file.read_bytes()
        except OSError as fault:
            raise CommandError(f"{file} cannot be read: {fault.strerror}") from fault
        try:
            made = add_overlay(actor=actor, version=found, data=data, now=timezone.now())
        except FaultyTranslation as fault:
            lines = [f"{file}:{problem.path}: {problem.code}: {problem.message}" for problem in fault.problems]
            raise CommandError("\n".join(lines)) from fault
        self.stdout.write(f"{found.key} {found.version} in {made.language}: {made.status}, number {made.number}")
