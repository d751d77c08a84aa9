"""``forms-engine load_demo``: the invented town, into the demo's own database."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from forms_engine.project.demo.town import is_loaded, load_town, usual_chance


class Command(BaseCommand):
    """A second run finds the town there and changes nothing."""

    help = "Load the invented town of the demo, once."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The invented town is loaded in the demo only: start it with bin/demo.")
        if is_loaded():
            self.stdout.write("The invented town is there already.")
            return
        self.stdout.write("Loading an invented town ...")
        # The documents of the town are made while loading, so it does not matter that no queue is up yet.
        logging.getLogger("exports").setLevel(logging.ERROR)
        made = load_town(now=timezone.now(), chance=usual_chance())
        self.stdout.write(f"Loaded {len(made)} invented cases.")
