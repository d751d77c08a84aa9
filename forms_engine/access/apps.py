"""The room of access: who may see what."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    name = "forms_engine.access"
    label = "access"

    def ready(self) -> None:
        from forms_engine.access import frozen

        frozen.freeze("access_auditevent")
        post_migrate.connect(frozen.recreate, dispatch_uid="recreate frozen triggers")
