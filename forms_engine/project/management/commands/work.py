"""``forms-engine work``: the worker, for production."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from forms_engine.project.queue import QueueUnavailable
from forms_engine.project.work import run_jobs, work


class Command(BaseCommand):
    help = "Make ordered documents and sweep for forgotten jobs, until SIGTERM."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--jobs-only", action="store_true", help="run jobs from a queue that something else keeps")

    def handle(self, *, jobs_only: bool, **options: object) -> None:
        try:
            run_jobs() if jobs_only else work()
        except QueueUnavailable as missing:
            raise CommandError(str(missing)) from missing
