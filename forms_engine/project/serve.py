"""The web process: gunicorn with threads, taking the place of the process that calls it."""

from __future__ import annotations

import ipaddress
import os
import sys
from pathlib import Path
from typing import NoReturn

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command


def is_loopback(address: str) -> bool:
    """Whether ``HOST:PORT`` or ``unix:PATH`` can be reached from this machine only."""
    if address.startswith("unix:"):
        return True
    host = address.rpartition(":")[0].strip("[]")
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def arguments() -> list[str]:
    """The command line of the web process. Raises ImproperlyConfigured for plain HTTP to other machines."""
    if settings.HTTP and not is_loopback(settings.BIND):
        raise ImproperlyConfigured("FORMS_ENGINE_HTTP=1 is for a loopback address only; FORMS_ENGINE_BIND is not one")
    return [
        *(sys.executable, "-m", "gunicorn", "forms_engine.project.wsgi:application"),
        *("--bind", settings.BIND, "--worker-class", "gthread"),
        *("--workers", str(settings.WEB_WORKERS), "--threads", str(settings.WEB_THREADS)),
        # Workers are renewed now and then, not all at once.
        *("--max-requests", "20000", "--max-requests-jitter", "2000", "--graceful-timeout", "10"),
        # No access log: it would hold addresses and which case was opened when. The audit trail is the record.
        *("--log-level", "warning", "--no-control-socket", "--limit-request-line", "2048"),
        *(("--worker-tmp-dir", "/dev/shm") if Path("/dev/shm").is_dir() else ()),  # noqa: S108 - gunicorn's heartbeat
    ]


def serve() -> NoReturn:
    """Become the web process; signals go straight to gunicorn."""
    command = arguments()
    call_command("collectstatic", interactive=False, verbosity=0)  # compressed copies too
    os.execv(command[0], command)  # noqa: S606
