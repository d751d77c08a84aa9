"""Django's SQLite, where the threads of a process stand in line to write instead of asking again and again.

SQLite has one writer at a time. Who finds it busy sleeps, a little longer each time, and asks again; meanwhile the
processor idles and whoever comes later may be first. With every transaction IMMEDIATE (settings.py), threads of one
process take turns here before they ask; other processes are still waited for in SQLite's way.
"""

from __future__ import annotations

from threading import Lock

from django.db.backends.sqlite3 import base

_LINES: dict[str, Lock] = {}


class DatabaseWrapper(base.DatabaseWrapper):
    """Holds the turn from BEGIN to COMMIT or ROLLBACK, or until the connection is closed."""

    _turn: Lock | None = None

    def _start_transaction_under_autocommit(self) -> None:
        line = _LINES.setdefault(str(self.settings_dict["NAME"]), Lock())
        # Not for ever: after that SQLite's own timeout says what is wrong.
        if line.acquire(timeout=self.settings_dict["OPTIONS"].get("timeout", 5)):
            self._turn = line
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give_turn()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._give_turn()  # a commit that fails is rolled back, and the turn is given then

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._give_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._give_turn()

    def _give_turn(self) -> None:
        turn, self._turn = self._turn, None
        if turn:
            turn.release()
