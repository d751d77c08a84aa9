"""How people sign in: by invitation, password and one-time code. Nobody signs up by themselves."""

from __future__ import annotations

import base64
import hashlib
import os
import struct
import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.http import HttpRequest

from forms_engine.access.models import Staff

PERIOD = 30  # seconds a code lasts
_PURPOSE = b"second factor"


class ClosedAccountAdapter(DefaultAccountAdapter):
    """No open registration."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: object, **kwargs: object) -> None:
        """No "you have signed in" on the family's screen."""


class SealedMFAAdapter(DefaultMFAAdapter):
    """Second-factor secrets lie encrypted in the database, under a key derived from the key-encryption key."""

    def encrypt(self, text: str) -> str:
        nonce = os.urandom(12)
        return base64.b64encode(nonce + _cipher().encrypt(nonce, text.encode(), _PURPOSE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        raw = base64.b64decode(encrypted_text)
        return _cipher().decrypt(raw[:12], raw[12:], _PURPOSE).decode()

    def get_totp_label(self, user: Staff) -> str:
        return user.username

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """No mail: there are no addresses."""


def one_time_code(staff: Staff, at: float | None = None) -> str | None:
    """The code that ``staff``'s app shows at the Unix time ``at`` (now when None); None without a second factor."""
    factor = Authenticator.objects.filter(user=staff, type=Authenticator.Type.TOTP).first()
    if factor is None:
        return None
    secret = SealedMFAAdapter().decrypt(factor.data["secret"])
    counter = int((time.time() if at is None else at) // PERIOD)
    return format_hotp_value(hotp_value(secret, counter))


def _cipher() -> AESGCM:
    return AESGCM(hashlib.sha256(struct.pack(">I", 1) + bytes.fromhex(settings.KEY_ENCRYPTION_KEY) + _PURPOSE).digest())
