"""Random expressions and answers through the Python runner and through JavaScript: `python fuzz_js.py [COUNT [SEED]]`.

Prints every disagreement and exits 1 if there is one. Needs `node`.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
RUNNER = Path(__file__).with_name("run_trees.mjs")


def cases(count: int, seed: int) -> Iterator[dict[str, Any]]:
    from forms_engine.core.expressions import check, run
    from tests.core.expressions.random_expressions import NAMES, random_expression, random_values

    random = Random(seed)
    for _ in range(count):
        text = random_expression(random)
        checked, problems = check(text, NAMES)
        if checked is None:
            raise ValueError(f"{text}: {problems[0].message}")
        values = random_values(random)
        if random.random() < 0.1:  # answers of wrong types count as unanswered, in both
            values = dict(zip(values, random.sample(list(values.values()), len(values)), strict=True))
        yield {"text": text, "tree": checked.tree, "values": values, "expect": run(checked.tree, values)}


def disagreements(count: int, seed: int) -> list[str]:
    """One line for each case on which the two do not agree to the last bit."""
    given = list(cases(count, seed))
    lines = "".join(json.dumps(case) + "\n" for case in given)
    command = [shutil.which("node") or "node", str(RUNNER)]
    node = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    results = [json.loads(line, parse_int=float) for line in node.stdout.splitlines()]
    return [
        f"{case['text']} with {case['values']}: Python {case['expect']!r}, JavaScript {result}"
        for case, result in zip(given, results, strict=True)
        if not same(case["expect"], result.get("value", result))
    ]


def same(left: Any, right: Any) -> bool:
    """Equal, and of the same type: in Python 1 == True."""
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return type(left) is type(right) and bool(left == right)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    count, seed = [*map(int, sys.argv[1:]), *(20_000, 1)[len(sys.argv) - 1 :]]
    found = disagreements(count, seed)
    print("\n".join(found) or "They agree.")
    raise SystemExit(bool(found))
