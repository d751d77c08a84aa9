"""``forms-engine serve``: the web process, for production."""

from django.core.management.base import BaseCommand

from forms_engine.project.serve import serve


class Command(BaseCommand):
    help = "Serve the web pages on FORMS_ENGINE_BIND until SIGTERM."

    def handle(self, **options: object) -> None:
        serve()
