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
    """``condition`` is SQL over OLD and NEW (in both dialects) that says which rows are frozen; empty means all."""

    table: str
    operation: str  # UPDATE or DELETE; INSERT for rows that may not be added to what is frozen
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
    # The condition stands in a function of its own, because WHEN does not take one that looks into another table.
    return (
        f"DROP TRIGGER IF EXISTS {entry.name} ON {entry.table}",
        f"CREATE OR REPLACE FUNCTION {entry.name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {entry.condition or 'TRUE'} THEN "
        "RAISE EXCEPTION 'frozen: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {'OLD' if entry.operation == 'DELETE' else 'NEW'}; END $$",
        f"CREATE TRIGGER {entry.name} BEFORE {entry.operation} ON {entry.table} FOR EACH ROW "
        f"EXECUTE FUNCTION {entry.name}()",
    )


_SQL = {"sqlite": _sqlite, "postgresql": _postgresql}
