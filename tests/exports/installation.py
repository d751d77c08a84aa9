"""An installation of its own for tests with real processes: a database, a folder, a queue; and acts done in it.

``python -m tests.exports.installation ACT ARGUMENT...`` does one act in the installation that the environment names.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass
class Installation:
    """``environment`` names its folder, keys and database to the product's own settings file."""

    environment: dict[str, str]
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    def act(self, *arguments: str) -> str:
        """Do an act and wait for it; what it printed."""
        done = subprocess.run(self._command(arguments), cwd=ROOT, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def begin(self, *arguments: str) -> subprocess.Popen[str]:
        """Begin an act, in a process group of its own."""
        return self.begin_program(self._command(arguments))

    def begin_program(self, command: list[str]) -> subprocess.Popen[str]:
        """Begin a program of the product, in a process group of its own."""
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def state(self, package: str) -> tuple[str, int, int]:
        """State, tries, and how often its document was made; asked of the database directly."""
        with self._connected() as ask:
            key = package if self._address else package.replace("-", "")
            (row,) = ask("SELECT state, attempts FROM exports_package WHERE id = %s", key)
            (made,) = ask(
                "SELECT count(*) FROM access_auditevent WHERE action = 'package.made' AND thing_id = %s", package
            )
        return str(row[0]), int(row[1]), int(made[0])

    @property
    def _address(self) -> str:
        return self.environment.get("FORMS_ENGINE_DATABASE", "")

    @contextmanager
    def _connected(self) -> Iterator[Callable[..., list[tuple[Any, ...]]]]:
        if self._address:
            import psycopg

            with psycopg.connect(self._address) as postgres:
                yield lambda sql, key: postgres.execute(sql, [key]).fetchall()
            return
        file = Path(self.environment["FORMS_ENGINE_VAR"]) / "forms-engine.sqlite3"
        with closing(sqlite3.connect(file, timeout=20)) as sqlite:
            yield lambda sql, key: sqlite.execute(sql.replace("%s", "?"), [key]).fetchall()

    @staticmethod
    def _command(arguments: tuple[str, ...]) -> list[str]:
        return [sys.executable, "-m", "tests.exports.installation", *arguments]


@contextmanager
def installation(var: Path) -> Iterator[Installation]:
    """A migrated installation in a folder; on PostgreSQL with a database that is dropped afterwards."""
    with _database() as database:
        environment = {name: value for name, value in os.environ.items() if name not in {"REDIS_URL"}} | {
            "DJANGO_SETTINGS_MODULE": "forms_engine.project.settings",
            "FORMS_ENGINE_VAR": str(var),
            "FORMS_ENGINE_HTTP": "1",
            "PYTHONWARNINGS": "ignore",
        }
        environment.pop("FORMS_ENGINE_DATABASE", None)
        if database:
            environment["FORMS_ENGINE_DATABASE"] = database
        made = Installation(environment)
        for command in (["migrate", "--verbosity=0"], ["createcachetable", "--verbosity=0"]):
            subprocess.run([sys.executable, "-m", "django", *command], cwd=ROOT, env=environment, check=True)
        try:
            yield made
        finally:
            for process in made.started:
                if process.poll() is None:
                    process.kill()
                process.wait()
                for pipe in filter(None, (process.stdin, process.stdout)):
                    pipe.close()


@contextmanager
def _database() -> Iterator[str]:
    """The address of a new database on PostgreSQL; empty for SQLite."""
    if os.environ.get("FORMS_ENGINE_TEST_DATABASE") != "postgres":
        yield ""
        return
    import psycopg

    from tests.services import POSTGRES

    name = f"forms_engine_jobs_{os.getpid()}"
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield POSTGRES.rpartition("/")[0] + f"/{name}"
    finally:
        with psycopg.connect(POSTGRES, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


# ---- acts, each in a process of its own -----------------------------------------------------------------------------


def order(long: str = "") -> str:
    """A case, and a package of it; a long one takes some seconds to make."""
    from types import SimpleNamespace

    from django.db import transaction
    from django.utils import timezone

    from forms_engine.access.models import Staff
    from forms_engine.casework import services as casework
    from forms_engine.casework.models import Case
    from tests.cast import assign, make_case, make_cast
    from tests.exports.full_case import ordered

    with transaction.atomic():
        if not Case.objects.exists():
            make_cast()
        alice, cora = (Staff.objects.get(username=name) for name in ("alice", "cora"))
        case = make_case(alice.unit, cora, Case.objects.count() + 3000)
        assign(case, alice, alice.service, cora)
        for number in range(3000 if long else 0):
            words = f"Gap {number}. " + "Nobody helps. " * 30
            casework.raise_gap(actor=alice, case=case, words=words, now=timezone.now())
        cast: Any = SimpleNamespace(alice=alice, case=case)
        package = ordered(cast)
    return str(package.pk)


def make(package: str) -> str:
    """What a worker does with the job."""
    from exports.jobs import make_document

    print("begun", flush=True)
    sys.stdin.readline()
    make_document(package)
    return "ended"


def run_out(package: str) -> str:
    """Time passes: the lease is over."""
    from datetime import timedelta

    from django.utils import timezone

    from exports.models import Package

    Package.objects.filter(pk=package).update(lease_until=timezone.now() - timedelta(seconds=1))
    return ""


ACTS: dict[str, Callable[..., str]] = {"order": order, "make": make, "run_out": run_out}

if __name__ == "__main__":
    import django

    django.setup()
    print(ACTS[sys.argv[1]](*sys.argv[2:]), flush=True)
