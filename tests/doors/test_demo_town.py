"""`forms-engine demo`, which is all that bin/demo does after installing: it starts, answers, stops, and goes on."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from forms_engine.project.demo import logins

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND = [sys.executable, "-m", "forms_engine.project.cli"]
pytestmark = pytest.mark.xdist_group("demo")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The demo's folder is kept for the module: the town is loaded once."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FORMS_ENGINE_")}
    kept.pop("REDIS_URL", None)
    folder = tmp_path_factory.mktemp("demo")
    return kept | {"FORMS_ENGINE_DEMO_VAR": str(folder), "PORT": str(free_port())}


@pytest.fixture
def demo(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen([*COMMAND, "demo"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.terminate()


def read_until_address(demo: subprocess.Popen[str]) -> str:
    """What the demo printed up to and with its last login; fails if it ends before."""
    assert demo.stdout is not None
    lines = []
    for line in demo.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            return "".join(lines)
    raise AssertionError(f"The demo ended with {demo.wait()}: {''.join(lines)}")


def left_over(environment: dict[str, str]) -> list[str]:
    """Command lines of processes that still run for this demo (the queue writes its own title over its environment)."""
    mark = environment["FORMS_ENGINE_DEMO_VAR"].encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            if mark in (folder / "environ").read_bytes() or mark in command:
                found.append(command.replace(b"\0", b" ").decode())
        except OSError:  # ended meanwhile, or somebody else's
            continue
    return found


def wait_until_all_run(environment: dict[str, str]) -> bool:
    """Whether web, queue and jobs run within ten seconds."""
    for _ in range(100):
        commands = " ".join(left_over(environment))
        if all(part in commands for part in ("gunicorn", "--jobs-only", "queue.sock")):
            return True
        time.sleep(0.1)
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_demo_starts_answers_and_stops_all_it_started(
    demo: subprocess.Popen[str], environment: dict[str, str], number: signal.Signals
) -> None:
    address = f"http://127.0.0.1:{environment['PORT']}"
    printed = read_until_address(demo)
    assert address in printed
    for login in logins():
        assert login.username in printed
        assert login.password in printed
    with urllib.request.urlopen(address, timeout=10) as reply:
        assert reply.status == 200
        assert b'name="password"' in reply.read()
    assert wait_until_all_run(environment)
    demo.send_signal(number)
    assert demo.wait(60) == 0
    assert left_over(environment) == []


def test_scripts_and_styles_come_compressed(environment: dict[str, str], demo: subprocess.Popen[str]) -> None:
    read_until_address(demo)
    address = f"http://127.0.0.1:{environment['PORT']}/static/project/app.css"
    asked = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310 - an address of our own
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.read(2) == b"\x1f\x8b"


def test_demo_prints_one_time_codes(environment: dict[str, str], demo: subprocess.Popen[str]) -> None:
    read_until_address(demo)
    name = logins()[0].username
    run = subprocess.run([*COMMAND, "demo_code", name], env=environment, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert re.fullmatch(r"\d{6}\n", run.stdout)


def test_taken_port_is_said_plainly(environment: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        mine = environment | {"PORT": str(taken.getsockname()[1])}
        run = subprocess.run([*COMMAND, "demo"], env=mine, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 1
    assert "cannot be used" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("port", ["http", "0", "70000", ""])
def test_nonsense_for_a_port_is_said_plainly(port: str, environment: dict[str, str]) -> None:
    run = subprocess.run([*COMMAND, "demo"], env=environment | {"PORT": port}, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 1
    assert "PORT must be a number" in run.stderr
    assert "Traceback" not in run.stderr
