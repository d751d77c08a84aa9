"""Real workers in real processes: two at once, one killed in the middle, a queue that is emptied or starts late."""

import os
import signal
import sys
import time
from contextlib import contextmanager

import pytest
import redis

from forms_engine.project.queue import EmbeddedQueue, queue_url
from tests.exports.installation import installation

pytestmark = pytest.mark.usefixtures("db")  # so that they run on PostgreSQL too; the database is the installation's own
WORK = [sys.executable, "-m", "django", "work"]


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="module")
def place(var):
    with installation(var) as made:
        yield made


@contextmanager
def worker_of(place):
    """The product's worker: its queue, its jobs, its sweep."""
    process = place.begin_program(WORK)
    try:
        yield
    finally:
        process.terminate()
        process.wait(40)


def wait_for(condition, seconds=120.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.2)
    raise AssertionError("it did not happen in time")


def begun(process):
    assert process.stdout.readline() == "begun\n"
    return process


def test_two_workers_at_once_make_one_document(place):
    package = place.act("order", "long")
    workers = [place.begin("make", package) for _ in range(2)]
    for worker in workers:
        begun(worker)
    for worker in workers:  # both wait at the door: now they go in together
        worker.stdin.write("\n")
        worker.stdin.flush()
    for worker in workers:
        assert worker.wait(120) == 0
    assert place.state(package) == ("done", 1, 1)


def test_a_worker_killed_in_the_middle_costs_time_and_nothing_else(place):
    package = place.act("order", "long")
    worker = begun(place.begin("make", package))
    worker.stdin.write("\n")
    worker.stdin.flush()
    wait_for(lambda: place.state(package)[0] == "working")
    assert worker.poll() is None, "it was to be killed in the middle"
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    assert place.state(package) == ("working", 1, 0)
    place.act("run_out", package)
    with worker_of(place):
        wait_for(lambda: place.state(package)[0] == "done")
    assert place.state(package) == ("done", 2, 1)


def test_an_emptied_queue_is_filled_again_by_the_sweep(place, var, monkeypatch):
    monkeypatch.delenv("REDIS_URL", raising=False)
    queue = EmbeddedQueue(var)
    queue.keep()
    try:
        package = place.act("order")
        server = redis.Redis.from_url(queue_url(var))
        assert server.lrange("rq:queue:default", 0, -1) == [f"package-{package}-0".encode()]
        server.flushall()
        server.close()
        assert place.state(package) == ("queued", 0, 0)
        with worker_of(place):
            wait_for(lambda: place.state(package)[0] == "done")
    finally:
        queue.close()
    assert place.state(package) == ("done", 1, 1)


def test_an_order_while_the_queue_is_down_is_made_when_it_is_up(place):
    package = place.act("order")
    assert place.state(package) == ("queued", 0, 0)
    with worker_of(place):
        wait_for(lambda: place.state(package)[0] == "done")
    assert place.state(package) == ("done", 1, 1)
