"""Threads that write to SQLite take turns, and a turn is given back however a transaction ends."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import IntegrityError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.transaction import Atomic
from django.db.utils import ConnectionHandler
from pytest_django.plugin import DjangoDbBlocker

from forms_engine.project.sqlite import base

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def handler(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: DjangoDbBlocker
) -> Iterator[ConnectionHandler]:
    """A database of its own; each thread gets its own connection to it."""
    made = ConnectionHandler(
        {
            "default": {
                "ENGINE": "forms_engine.project.sqlite",
                "NAME": tmp_path / "turns.sqlite3",
                "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 10},
            }
        }
    )
    monkeypatch.setattr("django.db.transaction.connections", made)
    with django_db_blocker.unblock():
        with made["default"].cursor() as cursor:
            cursor.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY, number INTEGER)")
            cursor.execute("CREATE TABLE child (of INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED)")
            cursor.execute("INSERT INTO parent VALUES (1, 0)")
        yield made
        made.close_all()


def atomic() -> Atomic:
    return Atomic("default", savepoint=True, durable=False)


def is_free(connection: BaseDatabaseWrapper) -> bool:
    return not base._LINES[str(connection.settings_dict["NAME"])].locked()


def leave_by_error(connection: BaseDatabaseWrapper) -> None:
    with pytest.raises(ZeroDivisionError), atomic():
        raise ZeroDivisionError


def leave_by_failed_commit(connection: BaseDatabaseWrapper) -> None:
    with pytest.raises(IntegrityError), atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO child VALUES (77)")


def leave_by_commit(connection: BaseDatabaseWrapper) -> None:
    with atomic(), atomic():
        assert not is_free(connection)


def leave_by_closing(connection: BaseDatabaseWrapper) -> None:
    with contextlib.suppress(ZeroDivisionError), atomic():
        connection.close()
        assert is_free(connection)
        raise ZeroDivisionError


@pytest.mark.parametrize("leave", [leave_by_commit, leave_by_error, leave_by_failed_commit, leave_by_closing])
def test_turn_is_given_back(handler: ConnectionHandler, leave: Callable[[BaseDatabaseWrapper], None]) -> None:
    connection = handler["default"]
    leave(connection)
    assert is_free(connection)
    leave_by_commit(connection)


def test_no_addition_of_eight_threads_is_lost(handler: ConnectionHandler) -> None:
    faults: list[BaseException] = []

    def add() -> None:
        try:
            for _ in range(25):
                with atomic(), handler["default"].cursor() as cursor:
                    number = cursor.execute("SELECT number FROM parent").fetchone()[0]
                    cursor.execute("UPDATE parent SET number = %s", [number + 1])
        except BaseException as fault:
            faults.append(fault)
        finally:
            handler["default"].close()

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with handler["default"].cursor() as cursor:
        assert cursor.execute("SELECT number FROM parent").fetchone() == (200,)


def test_another_process_that_writes_is_waited_for_by_sqlite(handler: ConnectionHandler, tmp_path: Path) -> None:
    connection = handler["default"]
    connection.settings_dict["OPTIONS"]["timeout"] = 0.1
    connection.close()
    other = sqlite3.connect(tmp_path / "turns.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Exception, match="locked"), atomic():
        pass
    assert is_free(connection)
    other.execute("ROLLBACK")
    other.close()
    leave_by_commit(connection)
