"""``forms-engine demo_code NAME``: the one-time code of somebody in the demo, as their phone would show it.

A code is accepted once. Asked again within its half minute, the command gives the neighbouring code that is accepted
too, and waits when all of them are used, so that the code it prints always works.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from forms_engine.access.models import Staff
from forms_engine.access.sign_in import PERIOD, one_time_code


class Command(BaseCommand):
    """Works only where the demo has been loaded."""

    help = "Print a one-time code for somebody in the demo."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="name to sign in with")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("One-time codes are printed in the demo only.")
        staff = Staff.objects.filter(username=options["name"].lower()).first()
        if staff is None:
            raise CommandError(f"There is nobody called {options['name']} in the demo.")
        code = one_time_code(staff, next_window(Path(settings.VAR_DIR) / f"code-{staff.username}") * PERIOD)
        if code is None:
            raise CommandError(f"{staff.username} has no second factor yet. Sign in first to make one.")
        self.stdout.write(code)


def next_window(memory: Path) -> int:
    """The earliest accepted half minute that was not handed out before; waits when there is none."""
    last = int(memory.read_text()) if memory.exists() else 0
    while True:
        current = int(time.time() // PERIOD)
        window = max(current - 1, last + 1)
        if window <= current + 1:
            memory.write_text(str(window))
            return window
        time.sleep(1)
