"""The product's two processes under test: started as a site starts them, killed with everything they started."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from forms_engine.project.queue import answers, queue_url

ROOT = Path(__file__).resolve().parent.parent.parent


def environment(var: Path, port: int) -> dict[str, str]:
    """The product's own settings on a folder of their own; nothing of the developer's or the tests' environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FORMS_ENGINE_")}
    kept.pop("REDIS_URL", None)
    return kept | {
        "DJANGO_SETTINGS_MODULE": "forms_engine.project.settings",
        "PYTHONPATH": str(ROOT),
        "FORMS_ENGINE_VAR": str(var),
        "FORMS_ENGINE_HTTP": "1",
        "FORMS_ENGINE_BIND": f"127.0.0.1:{port}",
        "FORMS_ENGINE_WEB_WORKERS": "1",
    }


def free_port() -> int:
    """A port that nobody listened on a moment ago."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


class Running:
    """``forms-engine NAME`` as a process of its own."""

    def __init__(self, name: str, var: Path, port: int) -> None:
        self.name, self.var, self.port = name, var, port
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; does not wait until it is up."""
        with (self.var / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "forms_engine.project.cli", self.name],
                env=environment(self.var, self.port),
                cwd=self.var,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def is_up(self) -> bool:
        """Does the web process take connections; does the queue that the worker keeps answer?"""
        if self.process is None or self.process.poll() is not None:
            return False
        if self.name == "work":
            return answers(queue_url(self.var))
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            return True
        return False

    def wait(self, seconds: float = 30.0) -> None:
        """Until it is up; raises TimeoutError."""
        end = time.monotonic() + seconds
        while not self.is_up():
            if time.monotonic() > end:
                raise TimeoutError(f"forms-engine {self.name} did not come up in {seconds} s")
            time.sleep(0.02)

    def kill(self, *, whole: bool) -> None:
        """SIGKILL to its process group; ``whole``: and to every process that it started in groups of their own."""
        assert self.process is not None
        family = tree(self.process.pid) if whole else [self.process.pid]
        for pid in family:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(os.getpgid(pid), signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """As a site stops it."""
        if self.process and self.process.poll() is None:
            family = tree(self.process.pid)
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                for pid in family:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
                self.process.wait()


@contextlib.contextmanager
def frozen(running: list[Running]) -> Iterator[None]:
    """All of them stand still (SIGSTOP) for the length of the block, as at the moment of a power cut."""
    family = [pid for one in running if one.process for pid in tree(one.process.pid)]
    try:
        for pid in family:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)
        yield
    finally:
        for pid in family:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


def tree(pid: int) -> list[int]:
    """A process and all that came from it, oldest first."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(folder.name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found
