"""Canonical bytes and their hash: what a version is, and what a signature is made over."""

import hashlib

import rfc8785


def canonical(value: object) -> bytes:
    """RFC 8785 bytes of a JSON value: keys sorted, shortest numbers (1.0 and 1 alike), no spaces, UTF-8.

    Raises `rfc8785.CanonicalizationError` for what JSON does not hold (NaN, integers above 2**53 - 1, lone surrogates);
    values that came through `read_json` never do. Texts are not normalised here.
    """
    return rfc8785.dumps(value)  # type: ignore[arg-type]


def digest(data: bytes) -> str:
    """SHA-256 in lower-case hex, 64 characters."""
    return hashlib.sha256(data).hexdigest()
