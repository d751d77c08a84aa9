"""Writing many rows at once, where it is done at every answer.

``bulk_create`` asks each value of each row whether it might be an expression and puts a statement together every time:
for twenty answers that is a quarter of a whole step. Here the statement of a model is put together once, and values go
through their field (so that they are sealed) and straight to the driver.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Model


def insert(rows: Iterable[Model], *, replacing: tuple[str, ...] = ()) -> None:
    """Insert rows of one model, whose primary keys are made already. No rows: nothing happens.

    ``replacing`` names fields: a row whose primary key is in the table already gets its own values in these, and keeps
    the others. Without it such a row raises IntegrityError. Foreign keys must be set; defaults of the database, signals
    and the return of generated values are not for this.
    """
    rows = list(rows)
    if not rows:
        return
    model = type(rows[0])
    fields: Any = model._meta.concrete_fields
    values = [
        [field.get_db_prep_save(field.pre_save(row, True), connection=connection) for field in fields] for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_statement(model, replacing), values)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


@lru_cache(maxsize=64)
def _statement(model: type[Model], replacing: tuple[str, ...]) -> str:
    """Names come from the models alone, values are parameters."""
    quote, meta = connection.ops.quote_name, model._meta
    named = {field.name: quote(str(field.column)) for field in meta.concrete_fields}
    places = ", ".join(["%s"] * len(named))
    statement = f"INSERT INTO {quote(meta.db_table)} ({', '.join(named.values())}) VALUES ({places})"  # noqa: S608
    if not replacing:
        return statement
    replaced = ", ".join(f"{named[name]} = EXCLUDED.{named[name]}" for name in replacing)
    return f"{statement} ON CONFLICT ({named[meta.pk.name]}) DO UPDATE SET {replaced}"
