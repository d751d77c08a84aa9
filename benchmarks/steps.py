"""Saved answers and guided steps under gunicorn, beside a bare contender with the same promises (bare/views.py).

    python benchmarks/steps.py [--rounds 5] [--seconds 4] [--users 8] [--only answer|step]

Two servers, each gunicorn with one process of four threads pinned to the first core, with a database of its own
(SQLite, the product's settings, synchronous FULL) in a temporary folder; the eight signed-in users run on the other
core. The servers are never asked at the same time: product and contender take turns, round by round.

- saved answer: one answer as JSON to the address for answers
- guided step: a form with twenty changed answers, then the page that it leads to

Printed are acts a second, the median and the 95th percentile in milliseconds, the processor time of the server for one
act, and the ratio product / contender of each round and its median, which is to be 0.6 or more. With noise from other
programs the ratio says more than the speeds; the ratio of the processor times (contender / product) suffers least.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.bare.clients import Person, run

ROOT = Path(__file__).resolve().parent.parent
LEAST = 0.6
SERVER_CORE, CLIENT_CORE = 0, max(os.sched_getaffinity(0))
SETTINGS = {"product": "forms_engine.project.settings", "bare": "benchmarks.bare.settings"}
ACTS: dict[str, Callable[[Person], None]] = {"answer": Person.save_answer, "step": Person.guided_step}
NAMES = {"answer": "saved answer", "step": "guided step"}


def environment(side: str, var: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FORMS_ENGINE_")}
    return kept | {
        "DJANGO_SETTINGS_MODULE": SETTINGS[side],
        "PYTHONPATH": str(ROOT),
        "FORMS_ENGINE_VAR": str(var),
        "FORMS_ENGINE_HTTP": "1",
        "FORMS_ENGINE_BIND": f"127.0.0.1:{port}",
    }


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def command(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def prepared(side: str, folder: Path, port: int, users: int) -> list[Person]:
    """A new database with that many workers, each with a draft to lead."""
    env = environment(side, folder, port)
    (folder / "static").mkdir(parents=True)
    subprocess.run(command("-m", "django", "migrate", "--verbosity", "0"), env=env, check=True)
    made = subprocess.run(
        command("-m", "benchmarks.bare.town", str(users)), env=env, check=True, stdout=subprocess.PIPE, text=True
    )
    return [Person(port, **one) for one in json.loads(made.stdout)]


@contextlib.contextmanager
def server(side: str, folder: Path, port: int) -> Iterator[int]:
    """The web process of one side on the first core, until the end of the block; yields its process id."""
    gunicorn = command("-m", "gunicorn", "forms_engine.project.wsgi:application", "--bind", f"127.0.0.1:{port}")
    gunicorn += ["--worker-class", "gthread", "--workers", "1", "--threads", "4", "--log-level", "warning"]
    gunicorn += ["--no-control-socket", "--worker-tmp-dir", "/dev/shm"]  # noqa: S108 - gunicorn's heartbeat
    process = subprocess.Popen(
        gunicorn,
        env=environment(side, folder, port),
        preexec_fn=lambda: os.sched_setaffinity(0, {SERVER_CORE}),
        cwd=folder,
    )
    try:
        wait_for(port)
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


def wait_for(port: int) -> None:
    end = time.monotonic() + 30
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def processor_seconds(gunicorn: int) -> float:
    """What the children of this gunicorn have used of the processor until now, in user and kernel mode."""
    children = Path(f"/proc/{gunicorn}/task/{gunicorn}/children").read_text().split()
    ticks = 0
    for child in children:
        ticks += sum(map(int, Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def rounds_of(people: dict[str, list[Person]], servers: dict[str, int], kind: str, count: int, seconds: float) -> float:
    """Run the rounds of one kind and print them; returns the median ratio."""
    used = dict.fromkeys(people, 0.0)
    speeds: dict[str, list[float]] = {side: [] for side in people}
    taken: dict[str, list[float]] = {side: [] for side in people}
    for number in range(-1, count):  # the first pair only warms up
        for side in ("product", "bare") if number % 2 else ("bare", "product"):
            if kind == "step":
                for person in people[side]:
                    person.hidden.clear()
                    person.open_step("first")
            before = processor_seconds(servers[side])
            speed, times = run(people[side], ACTS[kind], seconds if number >= 0 else min(seconds, 2))
            if number >= 0:
                speeds[side].append(speed)
                taken[side] += times
                used[side] += processor_seconds(servers[side]) - before
    cost = {side: 1000 * used[side] / len(taken[side]) for side in people}
    for side in speeds:
        cuts = statistics.quantiles(taken[side], n=100)
        print(
            f"{NAMES[kind]:<13} {side:<8} {statistics.median(speeds[side]):7.1f} a second"
            f"   p50 {cuts[49] * 1000:6.1f} ms   p95 {cuts[94] * 1000:6.1f} ms"
            f"   processor {cost[side]:5.1f} ms   ({len(taken[side])} acts)"
        )
    ratios = [ours / theirs for ours, theirs in zip(speeds["product"], speeds["bare"], strict=True)]
    ratio = statistics.median(ratios)
    listed = " ".join(f"{one:.2f}" for one in ratios)
    print(
        f"{NAMES[kind]:<13} ratio {ratio:.2f} (rounds: {listed}; at least {LEAST}), "
        f"by processor time {cost['bare'] / cost['product']:.2f}",
        flush=True,
    )
    return ratio


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--users", type=int, default=8)
    parser.add_argument("--only", choices=ACTS)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="forms-engine-steps-") as folder, contextlib.ExitStack() as servers:
        people: dict[str, list[Person]] = {}
        processes: dict[str, int] = {}
        for side in SETTINGS:
            port, var = free_port(), Path(folder) / side
            people[side] = prepared(side, var, port, wanted.users)
            processes[side] = servers.enter_context(server(side, var, port))
        os.sched_setaffinity(0, {CLIENT_CORE})
        print(f"load of the machine before: {os.getloadavg()[0]:.1f} ({os.cpu_count()} cores)")
        for kind in [wanted.only] if wanted.only else ACTS:
            rounds_of(people, processes, kind, wanted.rounds, wanted.seconds)
        print(f"load of the machine after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
