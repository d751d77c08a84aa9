"""The room of instruments: what is asked."""

from django.apps import AppConfig


class InstrumentsConfig(AppConfig):
    name = "instruments"

    def ready(self) -> None:
        from forms_engine.access.frozen import freeze

        freeze("instruments_version")
        freeze("instruments_overlay")
