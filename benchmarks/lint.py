"""How long it takes to check the largest shipped instrument, from the file on disk to the list of its problems.

    python benchmarks/lint.py [rounds]

Printed are the first round (meta-schema read, nothing warm), the fastest and the median round in milliseconds, beside
`json.loads` of the same bytes. To be under 100 ms.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from forms_engine.core import lint, read_json
from instruments import shelf
from scoring import RULES

MOST_MS = 100


def check(path: Path) -> None:
    document, problems = read_json(path.read_bytes())
    assert not problems
    assert not lint(document, RULES)


def milliseconds(path: Path) -> float:
    start = time.perf_counter()
    check(path)
    return (time.perf_counter() - start) * 1000


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    largest = max(shelf.documents(), key=lambda shipped: shipped.path.stat().st_size)
    data = largest.path.read_bytes()
    taken = [milliseconds(largest.path) for _ in range(rounds)]
    start = time.perf_counter()
    json.loads(data)
    parsing = (time.perf_counter() - start) * 1000
    print(f"{largest.key} {largest.version}: {len(data):,} bytes")
    print(f"first {taken[0]:.1f} ms, fastest {min(taken):.1f} ms, median {statistics.median(taken):.1f} ms")
    print(f"json.loads alone {parsing:.2f} ms; median / json.loads {statistics.median(taken) / parsing:.0f}")
    print(f"median {statistics.median(taken):.1f} ms (at most {MOST_MS})")


if __name__ == "__main__":
    main()
