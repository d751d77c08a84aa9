"""The room of exports: who is told."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

# What was sealed never changes, and nothing of a package does once its document is made.
SEALED = "OLD.state = 'done' OR " + " OR ".join(
    f"OLD.{column} <> NEW.{column}"
    for column in ("content", "content_sha256", "recipient", "purpose", "necessity", "legal_basis_id", "case_id")
)


class ExportsConfig(AppConfig):
    name = "exports"
    sweeps = ("exports.jobs.sweep",)

    def ready(self) -> None:
        from exports.log_words import WORDS
        from exports.profiles import profiles
        from exports.reference import load_legal_bases
        from forms_engine.access.frozen import freeze
        from forms_engine.casework.log import add_words
        from forms_engine.casework.tabs import Tab, add_tab

        profiles()  # a profile that names something unknown stops the start
        freeze("exports_legalbasis")
        freeze("exports_package", SEALED, ("UPDATE",))
        freeze("exports_package", operations=("DELETE",))
        add_words(WORDS)
        add_tab(Tab("shares", _("Shares"), "exports:shares", "share.read", 50))
        post_migrate.connect(load_legal_bases, sender=self, dispatch_uid="load legal bases")
