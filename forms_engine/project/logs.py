"""How a line of the log is written: what went wrong and where, never for whom or about whom."""

from __future__ import annotations

import logging
import traceback
from copy import copy
from typing import Any


class PlainLine(logging.Formatter):
    """Requests are named by their page, not by their address, which holds the key of a case.

    Of an exception stand its kind and the places it passed; its words may hold an answer, and are left out.
    """

    def format(self, record: logging.LogRecord) -> str:
        plain = copy(record)
        plain.exc_text = None  # another handler may have written the words of the exception there
        if request := getattr(record, "request", None):
            plain.msg, plain.args = f"{getattr(record, 'status_code', '')} {_page(request)}", ()
        return super().format(plain)

    def formatException(self, ei: Any) -> str:
        told, error = [], ei[1]
        while error is not None:
            told.append(f"{''.join(traceback.format_tb(error.__traceback__))}{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nafter\n".join(told)


def _page(request: Any) -> str:
    match = getattr(request, "resolver_match", None)
    return match.view_name if match else "before any page"
