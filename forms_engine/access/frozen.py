"""Rows that the database itself refuses to change or delete, on SQLite and PostgreSQL alike.

Each room names its frozen tables with :func:`freeze` when it starts. Django's ALTER TABLE drops triggers silently on
SQLite, so :func:`recreate` runs after every migrate; a test lists what is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connections


@dataclass(frozen=True)
class Frozen:
    """``condition`` is SQL over OLD (in both dialects) that says which rows are frozen; empty means all of them."""

    table: str
    operation: str  # UPDATE or DELETE
    condition: str = ""

    @property
    def name(self) -> str:
        return f"frozen_{self.table}_{self.operation.lower()}"


FROZEN: list[Frozen] = []


def freeze(table: str, condition: str = "", operations: tuple[str, ...] = ("UPDATE", "DELETE")) -> None:
    """Name a table whose rows (those that meet ``condition``) must never change."""
    for operation in operations:
        entry = Frozen(table, operation, condition)
        if entry not in FROZEN:
            FROZEN.append(entry)


def recreate(using: str = "default", **_: Any) -> None:
    """Drop and make every trigger whose table exists. Connected to ``post_migrate``."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for entry in FROZEN:
            if entry.table in tables:
                for statement in _SQL[connection.vendor](entry):
                    cursor.execute(statement)


def _sqlite(entry: Frozen) -> tuple[str, ...]:
    when = f"WHEN {entry.condition}" if entry.condition else ""
    return (
        f"DROP TRIGGER IF EXISTS {entry.name}",
        f"CREATE TRIGGER {entry.name} BEFORE {entry.operation} ON {entry.table} FOR EACH ROW {when} "
        f"BEGIN SELECT RAISE(ABORT, 'frozen: {entry.table}'); END",
    )


def _postgresql(entry: Frozen) -> tuple[str, ...]:
    when = f"WHEN ({entry.condition})" if entry.condition else ""
    return (
        f"DROP TRIGGER IF EXISTS {entry.name} ON {entry.table}",
        "CREATE OR REPLACE FUNCTION refuse_frozen() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'frozen: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER {entry.name} BEFORE {entry.operation} ON {entry.table} FOR EACH ROW {when} "
        f"EXECUTE FUNCTION refuse_frozen()",
    )


_SQL = {"sqlite": _sqlite, "postgresql": _postgresql}
