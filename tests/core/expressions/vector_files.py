"""The shared vectors, and their checked trees as JSON for the JavaScript tests: `python vector_files.py`."""

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
VECTORS = sorted(Path(__file__).parent.glob("vectors/*.json"))


def cases() -> list[dict[str, Any]]:
    """Every case with its names and values; `id` is its file and expression."""
    found = []
    for path in VECTORS:
        document = json.loads(path.read_text(encoding="utf-8"))
        for case in document["cases"]:
            shared = {"names": document["names"], "values": document["values"]}
            found.append({**shared, **case, "id": f"{path.stem}: {case['expression']}"})
    return found


def main() -> None:
    sys.path.insert(0, str(ROOT))
    from forms_engine.core.expressions import check

    for case in cases():
        checked, problems = check(case["expression"], case["names"])
        if checked is None:
            raise SystemExit(f"{case['id']}: {problems[0].message}")
        case["tree"] = checked.tree
        sys.stdout.write(json.dumps(case) + "\n")


if __name__ == "__main__":
    main()
