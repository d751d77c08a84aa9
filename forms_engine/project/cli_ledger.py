"""`forms-engine ledger [--write]`: shipped instruments against the committed hashes."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from instruments.ledger import committed, differences, on_disk, write

SAME, DIFFERENT = 0, 1


def ledger(argv: Sequence[str]) -> int:
    """Says what differs; `--write` adds what is new. Exit status 1 when anything (still) differs.

    A changed or missing version is never written over: a correction is a new version. Only before its first release may
    a version's line be taken out of the ledger by hand.
    """
    parser = argparse.ArgumentParser(prog="forms-engine ledger", description="Compare the library with its ledger.")
    parser.add_argument("--write", action="store_true", help="add versions and translations that are new")
    options = parser.parse_args(argv)
    new = on_disk()
    broken, added = differences(committed(), new)
    for name in broken:
        print(f"changed or gone: {name} (give the change a new version)")
    for name in added:
        print(f"{'added' if options.write and not broken else 'not in the ledger'}: {name}")
    if options.write and added and not broken:
        write(new)
    return DIFFERENT if broken or (added and not options.write) else SAME
