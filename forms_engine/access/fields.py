"""Model fields whose content is encrypted under the key of the row's compartment.

The model must have a ``compartment`` foreign key and a primary key that is known before the row is saved (a UUID).
Content is opened on first use of the attribute, so that fields nobody looks at cost nothing. It cannot be searched,
compared or written by ``QuerySet.update``: such attempts raise.
"""

from __future__ import annotations

import json
from typing import Any

from django.core import checks
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from forms_engine.access import keys


class Ciphertext(bytes):
    """Sealed bytes as they lie in the database."""


class SealedAttribute(DeferredAttribute):
    """Opens the content when the attribute is first read."""

    field: EncryptedField

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if isinstance(value, Ciphertext):
            value = self.field.open(instance, value)
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedField(models.BinaryField):
    """Sealed bytes. ``privacy`` says in one sentence what personal data the field may hold, and why."""

    descriptor_class = SealedAttribute

    def __init__(self, *args: Any, privacy: str = "", **kwargs: Any) -> None:
        self.privacy = privacy
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        found = models.Field.check(self, **kwargs)  # not BinaryField's: our defaults are what is sealed, not bytes
        if not self.privacy:
            found.append(checks.Error("an encrypted field needs a privacy note", obj=self, id="access.E001"))
        return found

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        if isinstance(kwargs.get("default"), str):
            del kwargs["default"]  # the database never sees it
        return name, path, args, kwargs

    def encode(self, value: Any) -> bytes:
        return bytes(value)

    def decode(self, raw: bytes) -> Any:
        return raw

    def place(self, instance: models.Model) -> str:
        return f"{instance._meta.db_table}:{instance.pk}:{self.column}"

    def open(self, instance: models.Model, sealed: Ciphertext) -> Any:
        return self.decode(keys.unseal(instance.compartment_id, self.place(instance), sealed))  # type: ignore[attr-defined]

    def pre_save(self, instance: models.Model, add: bool) -> Ciphertext | None:
        value = instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Ciphertext):
            return value
        sealed = keys.seal(instance.compartment_id, self.place(instance), self.encode(value))  # type: ignore[attr-defined]
        return Ciphertext(sealed)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Ciphertext | None:
        return None if value is None else Ciphertext(bytes(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is not None and not isinstance(value, Ciphertext):
            raise TypeError(f"{self} is encrypted: write it by saving the row, and do not search by it")
        return super().get_db_prep_value(value, connection, prepared)

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError(f"{self} is encrypted and is not serialised")


class EncryptedTextField(EncryptedField):
    """Text; empty text is stored as empty text (sealed), None as NULL."""

    # What the type checker takes the attribute for: the opened content, not the sealed bytes.
    _pyi_private_set_type: str
    _pyi_private_get_type: str  # type: ignore[assignment]

    def encode(self, value: Any) -> bytes:
        return str(value).encode()

    def decode(self, raw: bytes) -> str:
        return raw.decode()


class EncryptedJSONField(EncryptedField):
    """Any JSON value; None is NULL."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def encode(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()

    def decode(self, raw: bytes) -> Any:
        return json.loads(raw)
