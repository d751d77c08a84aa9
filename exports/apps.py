"""The room of exports: who is told."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ExportsConfig(AppConfig):
    name = "exports"
    sweeps = ("exports.jobs.sweep",)

    def ready(self) -> None:
        from exports.reference import load_legal_bases
        from forms_engine.access.frozen import freeze
        from forms_engine.casework.tabs import Tab, add_tab

        freeze("exports_legalbasis")
        add_tab(Tab("shares", _("Shares"), "exports:shares", "share.read", 50))
        post_migrate.connect(load_legal_bases, sender=self, dispatch_uid="load legal bases")
