"""Data keys: one AES-256 key for each compartment, wrapped by a key that never lies in the database.

Ciphertext = 1 byte format, 2 bytes key version, 12 bytes nonce, then AES-GCM output (text and 16 bytes tag).
Associated data binds it to table, row, field and key version, so that it cannot be moved to another place.
"""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime
from threading import Lock
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from forms_engine.access.models import Compartment, DataKey

_FORMAT = b"\x01"
_NONCE = 12
# A key that is destroyed stops working within this many seconds in every process.
_KEEP_SECONDS = 60
_KEEP_KEYS = 4096


class UnreadableContent(Exception):
    """The content cannot be opened: the key is destroyed or wrong, or the bytes were moved or changed."""


def make_compartment(*, unit_id: UUID | None, now: datetime) -> Compartment:
    """Make a compartment with its first data key."""
    compartment = Compartment.objects.create(unit_id=unit_id, made_at=now)
    key = AESGCM.generate_key(256)
    DataKey.objects.create(compartment=compartment, version=1, wrapped=_wrap(compartment.id, 1, key), made_at=now)
    return compartment


def seal(compartment_id: UUID, place: str, text: bytes) -> bytes:
    """Encrypt ``text`` under the newest key of the compartment; ``place`` is "table:row:field"."""
    version, cipher = _newest(compartment_id)
    nonce = os.urandom(_NONCE)
    return b"".join(
        (_FORMAT, version.to_bytes(2, "big"), nonce, cipher.encrypt(nonce, text, f"{place}:{version}".encode()))
    )


def unseal(compartment_id: UUID, place: str, sealed: bytes) -> bytes:
    """Decrypt what :func:`seal` made for the same place; raises :class:`UnreadableContent`."""
    if sealed[:1] != _FORMAT or len(sealed) < 3 + _NONCE + 16:
        raise UnreadableContent(place)
    version = int.from_bytes(sealed[1:3], "big")
    cipher = _keys(compartment_id).get(version)
    if cipher is None:
        raise UnreadableContent(place)
    try:
        return cipher.decrypt(sealed[3 : 3 + _NONCE], sealed[3 + _NONCE :], f"{place}:{version}".encode())
    except InvalidTag as error:
        raise UnreadableContent(place) from error


def hold(compartment_ids: Iterable[UUID]) -> None:
    """Find the keys of several compartments in one query, for a page that opens content of each."""
    with _lock:
        now = time.monotonic()
        wanted = {one for one in compartment_ids if one not in _cache or _cache[one][0] <= now}
    found: dict[UUID, dict[int, AESGCM]] = {one: {} for one in wanted}
    for one, version, wrapped in DataKey.objects.filter(compartment__in=wanted).values_list(
        "compartment_id", "version", "wrapped"
    ):
        found[one][version] = AESGCM(_unwrap(one, version, bytes(wrapped)))
    for one, keys in found.items():
        _remember(one, keys)


def forget_keys() -> None:
    """Drop every key this process holds in memory."""
    with _lock:
        _cache.clear()


_cache: OrderedDict[UUID, tuple[float, dict[int, AESGCM]]] = OrderedDict()
_lock = Lock()


def _keys(compartment_id: UUID) -> dict[int, AESGCM]:
    """All usable keys of a compartment by version; empty when it has none any more."""
    with _lock:
        held = _cache.get(compartment_id)
        if held and held[0] > time.monotonic():
            return held[1]
    rows = DataKey.objects.filter(compartment_id=compartment_id).values_list("version", "wrapped")
    keys = {version: AESGCM(_unwrap(compartment_id, version, bytes(wrapped))) for version, wrapped in rows}
    _remember(compartment_id, keys)
    return keys


def _remember(compartment_id: UUID, keys: dict[int, AESGCM]) -> None:
    with _lock:
        _cache[compartment_id] = (time.monotonic() + _KEEP_SECONDS, keys)
        while len(_cache) > _KEEP_KEYS:
            _cache.popitem(last=False)


def _newest(compartment_id: UUID) -> tuple[int, AESGCM]:
    keys = _keys(compartment_id)
    if not keys:
        raise UnreadableContent(f"compartment {compartment_id} has no data key")
    version = max(keys)
    return version, keys[version]


def _wrapper() -> AESGCM:
    return AESGCM(bytes.fromhex(settings.KEY_ENCRYPTION_KEY))


def _wrap(compartment_id: UUID, version: int, key: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + _wrapper().encrypt(nonce, key, f"data-key:{compartment_id}:{version}".encode())


def _unwrap(compartment_id: UUID, version: int, wrapped: bytes) -> bytes:
    try:
        return _wrapper().decrypt(wrapped[:_NONCE], wrapped[_NONCE:], f"data-key:{compartment_id}:{version}".encode())
    except InvalidTag as error:
        raise UnreadableContent("the key-encryption key does not fit this database") from error
