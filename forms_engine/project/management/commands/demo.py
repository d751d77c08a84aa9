"""``forms-engine demo``: an invented town to try everything in, on this machine only."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from forms_engine.project.demo import logins
from forms_engine.project.processes import start, stop, until_told_to_stop

START_SECONDS = 60.0


class Command(BaseCommand):
    help = "Load the invented town once, then run the web pages and the worker until Ctrl-C."
    requires_system_checks = ()

    def handle(self, **options: object) -> None:
        if os.environ.get("FORMS_ENGINE_DEMO_VAR") != str(settings.VAR_DIR):
            raise CommandError("Start the demo with bin/demo or `forms-engine demo`")
        refuse_taken(settings.BIND)
        try:
            call_command("migrate", verbosity=0)
            call_command("load_demo")
        except KeyboardInterrupt:  # the town is loaded whole or not at all
            raise SystemExit(130) from None
        self.run_until_told()

    def run_until_told(self) -> None:
        processes: list[subprocess.Popen[bytes]] = []
        with until_told_to_stop() as told:
            try:
                processes += [start([sys.executable, "-m", "django", name]) for name in ("work", "serve")]
                end = time.monotonic() + START_SECONDS
                while not told.is_set() and not (is_up := sign_in_answers(settings.PUBLIC_URL)):
                    if time.monotonic() > end or any(process.poll() is not None for process in processes):
                        raise CommandError("The demo did not start; the lines above say why")
                    told.wait(0.2)
                if not told.is_set() and is_up:
                    self.stdout.write(welcome(settings.PUBLIC_URL))
                    self.stdout.flush()  # whoever reads a pipe is waiting for it
                while not told.wait(1.0):
                    if any(process.poll() is not None for process in processes):
                        raise CommandError("A part of the demo ended by itself; the lines above say why")
            finally:
                for process in reversed(processes):
                    stop(process, seconds=30)
        self.stdout.write("Stopped. What you did is kept; `bin/demo` goes on from here.")


def refuse_taken(address: str) -> None:
    """Raise CommandError when another program listens on ``HOST:PORT`` already."""
    host, _, port = address.rpartition(":")
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise CommandError(f"PORT must be a number from 1 to 65535, not {port!r}")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as taken:
            raise CommandError(f"Port {port} cannot be used ({taken.strerror}); try PORT=8001 bin/demo") from taken


def sign_in_answers(url: str) -> bool:
    """Whether the address answers 200 after redirects."""
    try:
        with urllib.request.urlopen(url, timeout=5) as reply:  # noqa: S310 - our own http address
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def welcome(url: str) -> str:
    """What a newcomer needs: the address, whom to sign in as, and where a one-time code comes from."""
    rows = logins()
    widths = [max(len(login[column]) for login in rows) for column in (0, 1)]
    people = [f"  {login.username:<{widths[0]}}  {login.password:<{widths[1]}}  {login.who}" for login in rows]
    code = os.path.relpath(Path(sys.executable).with_name("forms-engine"))
    return "\n".join(
        [
            f"The demo is up: {url}",
            "",
            *people,
            "",
            f"One-time code for the second step: {code} demo_code {rows[0].username}",
            "Everything and everybody in it is invented. Ctrl-C stops it.",
        ]
    )
