"""The services and programs that some tests need beside Python.

``python tests/services.py`` prints a line for each that is not there and exits 1 if ``REQUIRE_SERVICES=1``;
``python tests/services.py NAME`` exits 0 if that one is there.
"""

from __future__ import annotations

import functools
import os
import shutil
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass

POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"
REDIS = "redis://127.0.0.1:6379"


@dataclass(frozen=True)
class Service:
    """`find` gives the path or address if the service is there, else None; `advice` says how to get it."""

    find: Callable[[], str | None]
    advice: str


def _program(*names: str) -> Callable[[], str | None]:
    return lambda: next(filter(None, map(shutil.which, names)), None)


@functools.cache
def _postgres() -> str | None:
    import psycopg  # here, so that this file says what is missing before everything is installed

    try:
        with psycopg.connect(POSTGRES, connect_timeout=3) as connection:
            connection.execute("SELECT 1")
    except psycopg.Error:
        return None
    return POSTGRES


@functools.cache
def _redis() -> str | None:
    try:
        with socket.create_connection(("127.0.0.1", 6379), timeout=3) as connection:
            connection.sendall(b"PING\r\n")
            return REDIS if connection.recv(16).startswith(b"+PONG") else None
    except OSError:
        return None


SERVICES = {
    "postgres": Service(_postgres, "PostgreSQL at 127.0.0.1:5432 that lets user postgres in (trust)"),
    "redis": Service(_redis, "Redis or Valkey at 127.0.0.1:6379 (apt install redis-server)"),
    "chromium": Service(
        _program("chromium", "chromium-browser", "google-chrome"), "Chromium on PATH (apt install chromium)"
    ),
    "poppler": Service(_program("pdftotext"), "pdftotext on PATH (apt install poppler-utils)"),
    "qpdf": Service(_program("qpdf"), "qpdf on PATH (apt install qpdf)"),
    "node": Service(_program("node"), "Node 18 or newer on PATH (apt install nodejs)"),
}


def require_service(name: str) -> str:
    """The path or address of a service; without it the calling test is skipped, or fails under REQUIRE_SERVICES=1."""
    import pytest

    found = SERVICES[name].find()
    if found is None:
        stop = pytest.fail if os.environ.get("REQUIRE_SERVICES") == "1" else pytest.skip
        stop(f"needs {SERVICES[name].advice}")
    return found


def main(names: list[str]) -> int:
    if names:
        return 0 if all(SERVICES[name].find() for name in names) else 1
    missing = [(name, service.advice) for name, service in SERVICES.items() if service.find() is None]
    are_required = os.environ.get("REQUIRE_SERVICES") == "1"
    for name, advice in missing:
        print(f"{'MISSING' if are_required else 'SKIPPED'}: tests with {name}; they need {advice}")
    return 1 if missing and are_required else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
