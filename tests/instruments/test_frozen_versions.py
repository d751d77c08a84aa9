"""The database itself refuses to change or delete a published version or a translation, whatever program asks."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from forms_engine.access.frozen import FROZEN
from forms_engine.core import canonical, digest
from instruments.models import Overlay, Version
from tests.cast import NOW
from tests.instruments.small import make_version, overlay

pytestmark = pytest.mark.django_db

TABLES = ("instruments_version", "instruments_overlay")
ATTEMPTS = [
    "UPDATE instruments_version SET title = 'x'",
    "UPDATE instruments_version SET version = '2.0.0' WHERE key = 'small'",
    "DELETE FROM instruments_version WHERE key = 'small'",
    "UPDATE instruments_overlay SET status = 'official'",
    "DELETE FROM instruments_overlay",
]


@pytest.fixture(autouse=True)
def published() -> Version:
    version = make_version()
    data = canonical(overlay())
    Overlay.objects.create(
        version=version,
        language="nb",
        status="unofficial",
        source="x",
        document=data,
        sha256=digest(data),
        loaded_at=NOW,
    )
    return version


def rows() -> list[object]:
    return [list(model.objects.order_by("pk").values_list()) for model in (Version, Overlay)]


def triggers() -> set[str]:
    """Every trigger of our own in the database."""
    question = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(question[connection.vendor])
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.parametrize("statement", ATTEMPTS)
def test_raw_sql_is_refused(statement: str) -> None:
    before = rows()
    with (
        pytest.raises(DatabaseError, match="frozen: instruments_"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert rows() == before


@pytest.mark.sqlite_only
def test_insert_or_replace_is_refused(published: Version) -> None:
    """On SQLite it slips past delete triggers unless recursive triggers are on."""
    columns = ", ".join(field.column for field in Version._meta.local_fields)
    statement = f"INSERT OR REPLACE INTO instruments_version ({columns}) SELECT {columns} FROM instruments_version"  # noqa: S608
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Version.objects.get(pk=published.pk).title == published.title


def test_the_orm_is_refused_too(published: Version) -> None:
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Version.objects.filter(pk=published.pk).update(title="x")


def test_every_frozen_table_has_its_triggers() -> None:
    assert triggers() == {entry.name for entry in FROZEN}
    assert {f"frozen_{table}_{operation}" for table in TABLES for operation in ("update", "delete")} <= triggers()


def test_migrate_makes_lost_triggers_again() -> None:
    on = {"sqlite": "", "postgresql": " ON instruments_version"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER frozen_instruments_version_update{on}")
    assert "frozen_instruments_version_update" not in triggers()
    call_command("migrate", verbosity=0)
    assert triggers() == {entry.name for entry in FROZEN}
