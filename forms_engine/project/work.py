"""The worker: keeps the queue up, runs the jobs in a process beside itself, and sweeps.

The sweep looks in the database every 15 seconds for jobs that the queue has forgotten (it was down when they were
ordered, it was emptied, or a worker was killed) and wakes a worker for them again. A room offers its sweep in its app
config: ``sweeps = ("exports.jobs.sweep",)``.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import time
from collections.abc import Callable

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.utils.module_loading import import_string
from redis.exceptions import RedisError

from forms_engine.project.processes import start, stop, until_told_to_stop
from forms_engine.project.queue import EmbeddedQueue, queue_url, silence

SWEEPS: list[Callable[[], object]] = []
SWEEP_SECONDS = 15.0
WARM_STOP_SECONDS = 20.0  # a running job may finish; after that its lease brings it to another worker
LONGEST_PAUSE = 30.0

log = logging.getLogger(__name__)


def collect_sweeps() -> None:
    """Fill `SWEEPS` from the app configs, in the order of the installed apps."""
    SWEEPS[:] = [import_string(name) for config in apps.get_app_configs() for name in getattr(config, "sweeps", ())]


def sweep() -> None:
    """Run each room's sweep once. One that fails is logged and tried again next time; the others still run."""
    for function in SWEEPS:
        try:
            function()
        except Exception:
            log.exception("The sweep %s.%s failed", function.__module__, function.__qualname__)
    # Nothing is held between sweeps, so the database may be restarted meanwhile.
    connections.close_all()


class JobProcess:
    """The process that runs the jobs, started again when it dies, with a growing pause between tries."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.pause = 0.0
        self.earliest = 0.0

    def keep(self, now: float) -> None:
        """Start the process unless it runs or its pause is not over. `now`: seconds of the monotonic clock."""
        if self.runs():
            return
        if self.process:
            log.warning("The job process ended (code %s); next try in %d s", self.process.returncode, self.pause)
            self.process, self.earliest = None, now + self.pause
            self.pause = min(LONGEST_PAUSE, 2 * self.pause or 1.0)
        if now >= self.earliest:
            self.process = start([sys.executable, "-m", "django", "work", "--jobs-only"])

    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def close(self) -> None:
        if self.process:
            stop(self.process, seconds=WARM_STOP_SECONDS)


class Listening:
    """Whether the queue answers. That it fell silent, and that it is back, is told once each."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.silent = False

    def answers(self) -> bool:
        reason = silence(self.url)
        if reason and not self.silent:
            log.warning("The queue does not answer, and documents wait until it does: %s", reason)
        elif self.silent and not reason:
            log.warning("The queue answers again")
        self.silent = bool(reason)
        return not reason


def work() -> None:
    """Work until SIGINT or SIGTERM. Raises `QueueUnavailable` when there is no queue and none can be started."""
    collect_sweeps()
    queue, jobs = EmbeddedQueue(settings.VAR_DIR), JobProcess()
    listening = Listening(queue_url(settings.VAR_DIR))
    next_sweep = 0.0
    with until_told_to_stop() as told:
        try:
            while not told.is_set():
                queue.keep()
                now = time.monotonic()
                if jobs.runs() or listening.answers():
                    jobs.keep(now)
                if now >= next_sweep:
                    sweep()
                    next_sweep = now + SWEEP_SECONDS
                told.wait(1.0)
        finally:
            jobs.close()
            queue.close()


def run_jobs() -> None:
    """Run jobs in this process (each in a fork of it) until told to stop; a running job is finished first."""
    from django_rq.workers import get_worker

    # The worker does not read the queue's serializer: left alone it would unpickle what it finds there.
    try:
        worker = get_worker("default", serializer="rq.serializers.JSONSerializer", log_job_description=False)
        connections.close_all()  # a fork must not share a database connection with its parent
        worker.work(logging_level="WARNING")
    except RedisError:  # `work` starts us again when the queue is back
        raise SystemExit("The queue is gone") from None
