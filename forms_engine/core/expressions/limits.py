"""How large an expression may be, and how a fault in one is reported."""

from forms_engine.core.problems import Problem

MAX_CHARACTERS = 2_000
MAX_NODES = 400
MAX_DEPTH = 24
MAX_NAME = 64
MAX_NUMBER = 1e9
MAX_PROBLEMS = 10
"""Problems reported for one expression; looking for similar names costs time, and ten are enough to go on with."""


class Refusal(Exception):
    """Stops the reading of an expression; `check` turns it into its problem."""

    def __init__(self, code: str, message: str, position: int) -> None:
        super().__init__(message)
        self.problem = problem(code, message, position)


def problem(code: str, message: str, position: int) -> Problem:
    """A problem that says at which character it lies, counted from 1. The caller knows the path and fills it in."""
    return Problem(path="", code=code, message=f"{message} (character {position + 1})")
