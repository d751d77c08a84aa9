"""The embedded queue and the child processes, with the real servers."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis

from forms_engine.project import queue as queues
from forms_engine.project import work
from forms_engine.project.processes import start, stop, until_told_to_stop
from forms_engine.project.queue import EmbeddedQueue, QueueUnavailable, answers, queue_url, socket_path

FOREVER = [sys.executable, "-c", "import time; time.sleep(600)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(600)",
]


@pytest.fixture(autouse=True)
def no_redis_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[EmbeddedQueue]:
    queue = EmbeddedQueue(tmp_path)
    yield queue
    queue.close()


def is_alive(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"


def wait_until(condition: Callable[[], object], seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_embedded_queue_answers_on_a_private_socket_and_leaves_nothing(embedded: EmbeddedQueue, tmp_path: Path) -> None:
    embedded.keep()
    assert answers(queue_url(tmp_path))
    assert embedded.path.stat().st_mode & 0o077 == 0
    assert embedded.path.parent.stat().st_mode & 0o077 == 0
    assert embedded.process is not None
    embedded.close()
    assert not embedded.path.exists()
    assert not answers(queue_url(tmp_path))


def test_queue_that_was_killed_is_started_again(embedded: EmbeddedQueue, tmp_path: Path) -> None:
    embedded.keep()
    assert embedded.process is not None
    embedded.process.kill()
    embedded.process.wait()
    embedded.keep()
    assert answers(queue_url(tmp_path))


def test_queue_whose_socket_was_taken_away_is_started_again(embedded: EmbeddedQueue, tmp_path: Path) -> None:
    embedded.keep()
    embedded.path.unlink()
    assert not answers(queue_url(tmp_path))
    embedded.keep()
    assert answers(queue_url(tmp_path))


def test_second_worker_uses_the_queue_of_the_first_and_takes_over(embedded: EmbeddedQueue, tmp_path: Path) -> None:
    second = EmbeddedQueue(tmp_path)
    embedded.keep()
    second.keep()
    assert second.process is None
    embedded.close()
    second.keep()
    assert second.process is not None
    assert answers(queue_url(tmp_path))
    second.close()


def test_deep_folder_gets_a_short_socket_path(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 120)
    path = socket_path(deep)
    assert len(os.fsencode(path)) <= 107
    assert path == socket_path(deep)
    assert path != socket_path(tmp_path / ("y" * 120))


@pytest.mark.parametrize("name", ["two words", "a=b", "50%25", "what?", "a#b", "Åse"])
def test_worker_finds_the_queue_of_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    queue = EmbeddedQueue(tmp_path / name)
    try:
        queue.keep()
        with contextlib.closing(redis.Redis.from_url(queue_url(tmp_path / name))) as client:
            assert client.client_info()["addr"]  # what a worker asks first
    finally:
        queue.close()


def test_folder_of_somebody_else_is_refused(tmp_path: Path, embedded: EmbeddedQueue) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "run").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(QueueUnavailable, match="belongs to somebody else"):
        embedded.keep()


def test_without_any_server_the_message_says_what_to_install(
    embedded: EmbeddedQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "server_binaries", list)
    with pytest.raises(QueueUnavailable, match=r"apt install redis-server.*REDIS_URL="):
        embedded.keep()


def test_binary_that_does_not_run_here_is_passed_over(
    embedded: EmbeddedQueue, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    broken.write_text("not a program")
    broken.chmod(0o755)
    monkeypatch.setattr(queues, "server_binaries", lambda: [str(broken), "/bin/false", *SERVERS])
    embedded.keep()
    assert answers(queue_url(tmp_path))


SERVERS = queues.server_binaries()


@pytest.mark.needs_redis
def test_redis_url_is_used_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:6379/9")
    queue = EmbeddedQueue(tmp_path)
    queue.keep()
    assert queue_url(tmp_path) == "redis://127.0.0.1:6379/9"
    assert answers(queue_url(tmp_path))
    assert queue.process is None
    assert list(tmp_path.iterdir()) == []


def test_stop_ends_the_whole_group() -> None:
    family = start([sys.executable, "-c", f"import subprocess; subprocess.run({FOREVER!r})"])
    children = Path(f"/proc/{family.pid}/task/{family.pid}/children")
    assert wait_until(lambda: children.read_text().strip())
    child = int(children.read_text())
    stop(family, seconds=5)
    assert wait_until(lambda: not is_alive(child))


def test_stop_ends_what_does_not_listen(tmp_path: Path) -> None:
    log = tmp_path / "log"
    process = start(STUBBORN, log=log)
    assert wait_until(lambda: log.exists() and "up" in log.read_text())
    stop(process, seconds=0.2)
    assert process.returncode == -signal.SIGKILL


@pytest.mark.skipif(sys.platform != "linux", reason="Linux only")
def test_child_ends_when_its_parent_is_killed() -> None:
    script = (
        "from forms_engine.project.processes import start\n"
        f"import time; print(start({FOREVER!r}).pid, flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_alive(child)
        parent.kill()
    assert wait_until(lambda: not is_alive(child))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_is_told_and_old_handlers_come_back(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with until_told_to_stop() as told:
        os.kill(os.getpid(), number)
        assert told.wait(5)
    assert signal.getsignal(number) is before


@pytest.mark.django_db
def test_a_failing_sweep_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    swept: list[str] = []

    def bad() -> None:
        raise RuntimeError("no disk")

    monkeypatch.setattr(work, "SWEEPS", [bad, lambda: swept.append("good")])
    monkeypatch.setattr(work.connections, "close_all", lambda: None)  # the test's own transaction stays open
    work.sweep()
    assert swept == ["good"]
    assert "bad failed" in caplog.text


def test_a_queue_that_is_not_there_is_told_once_in_one_line(tmp_path: Path) -> None:
    """The worker itself, with an address where nothing answers: no traceback, and it ends when it is told to."""
    environment = {
        **os.environ, "REDIS_URL": "redis://somebody:secret@127.0.0.1:1/0", "FORMS_ENGINE_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "forms_engine.project.settings",
    }  # fmt: skip
    django = [sys.executable, "-m", "django"]
    subprocess.run([*django, "migrate", "--verbosity=0"], env=environment, check=True, capture_output=True)
    log = tmp_path / "log"
    process = start([*django, "work"], env=environment, log=log)
    assert wait_until(lambda: log.exists() and "documents wait" in log.read_text(), 60)
    time.sleep(3)  # as often again as it is asked once a second
    stop(process, seconds=20)
    assert process.returncode == 0
    (line,) = log.read_text().splitlines()
    assert "Connection refused" in line
    assert "secret" not in line
    only_jobs = subprocess.run([*django, "work", "--jobs-only"], env=environment, capture_output=True, text=True)
    assert (only_jobs.returncode, only_jobs.stderr.strip()) == (1, "The queue is gone")


def test_a_queue_that_is_back_is_told(
    embedded: EmbeddedQueue, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    listening = work.Listening(queue_url(tmp_path))
    assert not listening.answers()
    assert not listening.answers()
    embedded.keep()
    assert listening.answers()
    assert listening.answers()
    first, second = [record.getMessage() for record in caplog.records]
    assert "documents wait" in first
    assert second == "The queue answers again"


def test_job_process_is_started_again_with_a_growing_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "start", lambda command: start(["/bin/false"]))
    jobs = work.JobProcess()
    starts = []
    for second in range(40):
        before = jobs.process
        jobs.keep(float(second))
        if jobs.process is not before and jobs.process is not None:
            starts.append(second)
        if jobs.process:
            jobs.process.wait(10)
    assert starts == [0, 1, 3, 6, 11, 20, 37]
