"""The console command ``forms-engine``.

Commands in `PLAIN` need no database and start without Django; every other name is a Django management command.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

# name -> "module:function"; the function gets the arguments after the name and returns the exit code
PLAIN = {
    "ledger": "forms_engine.project.cli_ledger:ledger",
    "lint": "forms_engine.project.cli_lint:lint",
    "score": "forms_engine.project.cli_score:score",
}
PLAIN_HELP = """Commands that need no database:

    ledger    compare the shipped instruments with the committed ledger; --write adds new ones
    lint      check instrument documents and translations
    score     score answers from standard input with a shipped instrument

All other commands:
"""
DEMO = {"demo", "demo_code", "load_demo"}


def demo_environment(environment: dict[str, str]) -> dict[str, str]:
    """`environment` for the demo: its own folder, database and keys, plain HTTP on this machine only.

    The site's own ``FORMS_ENGINE_*`` variables are left out, so that a demo never touches a real database.
    ``PORT`` (default 8000) and ``FORMS_ENGINE_DEMO_VAR`` (default ``var/demo``) are read.
    """
    port = environment.get("PORT", "8000")
    var = environment.get("FORMS_ENGINE_DEMO_VAR") or str(Path(__file__).resolve().parents[2] / "var" / "demo")
    kept = {name: value for name, value in environment.items() if not name.startswith("FORMS_ENGINE_")}
    return kept | {
        "FORMS_ENGINE_DEMO": "1",
        "FORMS_ENGINE_DEMO_VAR": var,
        "FORMS_ENGINE_VAR": var,
        "FORMS_ENGINE_HTTP": "1",
        "FORMS_ENGINE_BIND": f"127.0.0.1:{port}",
        "FORMS_ENGINE_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    name = arguments[0] if arguments else "help"
    if name == "help" and arguments[1:2] and arguments[1] in PLAIN:
        name, arguments = arguments[1], [arguments[1], "--help"]
    if name in ("help", "--help", "-h") and not arguments[1:]:
        print(PLAIN_HELP, flush=True)
    if name in PLAIN:
        module, function = PLAIN[name].split(":")
        command: Callable[[list[str]], int] = getattr(import_module(module), function)
        return command(arguments[1:])
    if name in DEMO:
        environment = demo_environment(dict(os.environ))
        os.environ.clear()
        os.environ.update(environment)
    os.umask(0o077)  # databases, keys and logs are for the service's own user
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forms_engine.project.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["forms-engine", *arguments])
    return 0


if __name__ == "__main__":
    sys.exit(main())
