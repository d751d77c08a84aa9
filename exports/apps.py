"""The room of exports: who is told."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "exports"

    def ready(self) -> None:
        from forms_engine.access.frozen import freeze

        freeze("exports_legalbasis")
