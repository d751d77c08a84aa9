"""A fault found in a document or an answer, as data."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: where, which kind, and what to do about it.

    `path` is a JSON pointer into the document, or an item key. `code` is kebab-case and stable, so that programs may
    act on it. `message` is plain English for the author or worker; it never holds the value of an answer.
    """

    path: str
    code: str
    message: str
