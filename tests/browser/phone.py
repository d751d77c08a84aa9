"""A phone with an app for one-time codes: written from RFC 6238, so that the product is not checked by itself."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from dataclasses import dataclass, field

PERIOD = 30


def code(secret: str, window: int) -> str:
    """The six digits of a half minute. ``secret`` in base 32, as shown when the phone is connected."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mark = hmac.new(key, struct.pack(">Q", window), hashlib.sha1).digest()
    start = mark[-1] & 15
    (number,) = struct.unpack(">I", mark[start : start + 4])
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06d}"


@dataclass
class Phone:
    """Gives a code that the product has not seen: each is accepted once, also the one before and the one after."""

    secret: str
    used: set[int] = field(default_factory=set)

    def next_code(self) -> str:
        while True:
            now = int(time.time() // PERIOD)
            for window in (now - 1, now, now + 1):
                if window not in self.used:
                    # The half minute may end while it is typed, so the oldest is only taken early in the next one.
                    if window == now - 1 and time.time() % PERIOD > PERIOD - 5:
                        continue
                    self.used.add(window)
                    return code(self.secret, window)
            time.sleep(0.5)
