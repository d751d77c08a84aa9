"""Eight at the same moment, on a real file and on a real server: once, in order, without a deadlock."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.services import POSTGRES, SERVICES

ROOT = Path(__file__).resolve().parents[2]


def run(database: str, var: Path) -> dict[str, Any]:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "forms_engine.project.settings",
        "FORMS_ENGINE_DATABASE": database,
        "FORMS_ENGINE_VAR": str(var),
        "PYTHONPATH": str(ROOT),
    }
    program = [sys.executable, "tests/sessions/at_once.py"]
    done = subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return dict(json.loads(done.stdout))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite://{tmp_path}/at_once.sqlite3"
        return
    assert SERVICES["postgres"].find()
    import psycopg

    name = f"forms_engine_at_once_{os.getpid()}"
    with psycopg.connect(POSTGRES, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield POSTGRES.rsplit("/", 1)[0] + f"/{name}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_everything_happens_once_and_in_order(database: str, tmp_path: Path) -> None:
    told = run(database, tmp_path)
    assert told == {
        "same operation": [[1] * 8, 1],
        "different questions": list(range(1, 9)),
        "same question": told["same question"],
        "one operation, many interviews": [[["1", 1], ["operation-reused", 7]], 1],
        "one case, many interviews": [1] * 8,
        "finished together": [1, 64],
        "a save and the end": [True, True, True],
        "corrected together": [7, 1, True],
        "started together": [1, 1],
        "void together": [True, 3],
    }
    replies, revision = told["same question"]
    # Those who agree with the first one are no conflict and get its revision; the others choose.
    assert revision == 1
    assert {code for code, _ in replies} == {"1", "changed-elsewhere"}
    assert sum(count for _, count in replies) == 8
