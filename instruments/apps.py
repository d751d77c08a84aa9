"""The room of instruments: what is asked."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils import timezone


class InstrumentsConfig(AppConfig):
    name = "instruments"

    def ready(self) -> None:
        from forms_engine.access.frozen import freeze

        freeze("instruments_version")
        freeze("instruments_overlay")
        # The access room is set up first, so its triggers stand before the first version is written.
        post_migrate.connect(load_shipped, sender=self, dispatch_uid="load the shipped library")


def load_shipped(using: str = "default", **_: Any) -> None:
    """After every migrate: what is on the shelf is in the database."""
    from instruments.loading import load_library
    from instruments.models import Overlay, Version

    with connections[using].cursor() as cursor:
        tables = connections[using].introspection.table_names(cursor)
    if using == "default" and {Version._meta.db_table, Overlay._meta.db_table} <= set(tables):
        load_library(now=timezone.now())
