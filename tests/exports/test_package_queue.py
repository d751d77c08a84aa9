"""The queue: what stands in it, that it takes each job once, and that it may be down, emptied or slow."""

import json
import logging
import zlib
from datetime import timedelta

import django_rq
import pytest
import redis
from django.utils import timezone
from rq import SimpleWorker
from rq.serializers import JSONSerializer

from exports import jobs
from exports.models import Package
from exports.queue import wake
from forms_engine.project.queue import EmbeddedQueue, socket_path
from tests.exports.full_case import canary, ordered


@pytest.fixture
def server(tmp_path, monkeypatch, settings):
    """A queue of this test's own."""
    monkeypatch.delenv("REDIS_URL", raising=False)
    queue = EmbeddedQueue(tmp_path)
    queue.keep()
    url = f"unix://{socket_path(tmp_path)}?db=0"
    settings.RQ_QUEUES = {"default": {**settings.RQ_QUEUES["default"], "URL": url}}
    yield redis.Redis.from_url(url)
    queue.close()


@pytest.fixture
def no_server(tmp_path, settings):
    """The address of a queue that is down."""
    url = f"unix://{tmp_path}/nothing.sock?db=0"
    settings.RQ_QUEUES = {"default": {**settings.RQ_QUEUES["default"], "URL": url}}


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What would happen after the commit happens at the end of the block."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def waiting():
    return django_rq.get_queue("default").get_job_ids()


def work():
    """A worker as the product starts it, until the queue is empty; in this process, for this test's transaction."""
    queue = django_rq.get_queue("default")
    SimpleWorker([queue], connection=queue.connection, serializer=JSONSerializer).work(
        burst=True, logging_level="CRITICAL"
    )


def everything(server):
    """All that the queue's memory holds, unpacked."""
    found = []
    for key in server.scan_iter():
        kind = server.type(key)
        if kind == b"hash":
            found += [key, *server.hgetall(key).keys(), *server.hgetall(key).values()]
        elif kind in {b"list", b"zset", b"set"}:
            read = {b"list": lambda k: server.lrange(k, 0, -1), b"set": server.smembers}
            found += [key, *read.get(kind, lambda k: server.zrange(k, 0, -1))(key)]
        elif kind == b"string":
            found += [key, server.get(key)]
        else:
            found += [key, str(server.xrange(key)).encode()]
    return found


def unpacked(value):
    try:
        return zlib.decompress(value)
    except zlib.error:
        return value


def test_an_order_wakes_a_worker_that_makes_the_document(cast, server, committed):
    with committed():
        package = ordered(cast)
    assert waiting() == [f"package-{package.pk}-0"]
    work()
    assert Package.objects.get(pk=package.pk).state == "done"
    assert waiting() == []


def test_the_queue_holds_a_key_as_json_and_nothing_else(cast, server, committed):
    with committed():
        package = ordered(cast, purpose=canary("purpose"))
    job = server.hgetall(f"rq:job:package-{package.pk}-0")
    assert json.loads(zlib.decompress(job[b"data"])) == ["exports.jobs.make_document", None, [str(package.pk)], {}]
    for value in map(unpacked, everything(server)):
        assert not value.startswith(b"\x80"), "a pickle"
        assert b"2041" not in value.replace(str(package.pk).encode(), b"")
        assert b"Kanarifugl" not in value
        assert b"Lillevik" not in value


def test_the_same_job_stands_in_the_queue_once(cast, server, committed):
    with committed():
        package = ordered(cast)
    for _ in range(3):
        with committed():
            jobs.sweep()
        with committed():
            assert wake(package.pk, 0)
    assert waiting() == [f"package-{package.pk}-0"]
    work()
    row = Package.objects.get(pk=package.pk)
    assert (row.state, row.attempts) == ("done", 1)


def test_an_emptied_queue_loses_nothing(cast, server, committed):
    with committed():
        packages = [ordered(cast, recipient=f"Reader {number}") for number in range(3)]
    server.flushall()
    assert waiting() == []
    work()
    with committed():
        jobs.sweep()
    work()
    assert {package.state for package in Package.objects.all()} == {"done"}
    assert {package.attempts for package in Package.objects.all()} == {1}
    assert len(packages) == 3


def test_a_queue_that_is_down_loses_nothing(cast, as_, no_server, committed, caplog):
    with caplog.at_level(logging.WARNING), committed():
        package = ordered(cast)
    assert "the sweep will ask again" in caplog.text
    assert Package.objects.get(pk=package.pk).state == "queued"
    page = as_(cast.alice).get(f"/packages/{package.pk}/").content.decode()
    assert "You can leave this page and come back." in page
    with committed():
        jobs.sweep()  # still down: harmless
    assert Package.objects.get(pk=package.pk).state == "queued"


def test_what_was_ordered_while_it_was_down_is_made_when_it_is_back(cast, server, committed):
    package = ordered(cast)  # nobody was woken
    with committed():
        jobs.sweep()
    work()
    assert Package.objects.get(pk=package.pk).state == "done"


def test_the_job_of_a_killed_worker_is_not_in_the_way(cast, server, committed):
    with committed():
        package = ordered(cast)
    queue = django_rq.get_queue("default")
    killed = queue.fetch_job(f"package-{package.pk}-0")
    killed.set_status("started")  # what a killed worker leaves behind
    server.delete("rq:queue:default")
    jobs.take(package.pk, timezone.now())
    with committed():
        jobs.sweep()
    assert waiting() == [], "its lease still runs"
    later = timezone.now() + jobs.LEASE + timedelta(seconds=1)
    with committed():
        jobs.sweep(later)
    assert waiting() == [f"package-{package.pk}-1"]
    Package.objects.filter(pk=package.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    work()
    row = Package.objects.get(pk=package.pk)
    assert (row.state, row.attempts) == ("done", 2)


def test_a_failure_leaves_no_words_in_the_queue(cast, server, committed, monkeypatch):
    def fails(report):
        raise ValueError(canary("fault"))

    monkeypatch.setattr(jobs, "write_pdf", fails)
    with committed():
        package = ordered(cast)
    work()
    assert Package.objects.get(pk=package.pk).problem == "ValueError"
    assert not [value for value in everything(server) if b"Kanarifugl" in unpacked(value)]
    assert not server.keys("rq:results:*")
    assert not server.keys("rq:job:*")


def test_a_job_that_breaks_off_leaves_no_words_either(cast, server, committed, monkeypatch, caplog):
    """The database goes away before the row can be read."""

    def fails(package_id, now):
        raise RuntimeError(canary("fault"))

    with committed():
        package = ordered(cast)
    monkeypatch.setattr(jobs, "take", fails)
    with caplog.at_level(logging.DEBUG):
        work()
    assert "A job broke off: RuntimeError" in caplog.text
    assert "Kanarifugl" not in caplog.text
    assert not [value for value in everything(server) if b"Kanarifugl" in unpacked(value)]
    monkeypatch.undo()
    assert Package.objects.get(pk=package.pk).state == "queued"


def test_one_that_is_broken_does_not_hold_up_the_others(cast, server, committed, monkeypatch):
    with committed():
        bad, good = ordered(cast, recipient="Bad"), ordered(cast, recipient="Good")
    real = jobs.write_pdf

    def fails_for_one(report):
        if report.seal.recipient == "Bad":
            raise ValueError
        return real(report)

    monkeypatch.setattr(jobs, "write_pdf", fails_for_one)
    for _ in range(jobs.MOST_TRIES):
        work()
        with committed():
            jobs.sweep()
    assert Package.objects.get(pk=good.pk).state == "done"
    assert Package.objects.get(pk=bad.pk).state == "parked"
    assert waiting() == []
