"""Waking workers. The queue holds a package's key and nothing else; whatever it loses, the sweep finds in the rows."""

from __future__ import annotations

import logging
from uuid import UUID

import django_rq

JOB_SECONDS = 60
JOB = "exports.jobs.make_document"  # by name: the job imports this room's writers only in the worker

log = logging.getLogger(__name__)


def wake(package_id: UUID, attempts: int) -> bool:
    """Ask a worker to make a document; False when the queue does not answer: then the sweep asks again later.

    ``attempts`` are those made so far. They are part of the job's name, so that the job of a killed worker, which the
    queue still holds for running, does not stand in the way of the next try.
    """
    try:
        _enqueue(package_id, f"package-{package_id}-{attempts}")
    except Exception as error:  # whatever is wrong with the queue must not reach the person: the order stands
        log.warning("The queue did not take a job (%s); the sweep will ask again", type(error).__name__)
        return False
    return True


def _enqueue(package_id: UUID, name: str) -> None:
    queue = django_rq.get_queue("default")
    if queue.get_job_position(name) is not None:
        return  # it waits already: rq would put it in the list a second time
    # Nothing stays in the queue when the job is over, however it ends: the row tells how.
    queue.enqueue(JOB, str(package_id), job_id=name, job_timeout=JOB_SECONDS, result_ttl=0, failure_ttl=0)
