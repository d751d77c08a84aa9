"""``forms-engine load_library``: load shipped instruments that are not in the database yet."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from instruments.loading import LibraryFault
from instruments.services import load_library


class Command(BaseCommand):
    help = "Load the shipped instruments and translations. Safe to repeat; migrate does it too."

    def handle(self, **options: object) -> None:
        try:
            loaded = load_library(now=timezone.now())
        except LibraryFault as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"{loaded.versions} new versions, {loaded.overlays} new translations")
