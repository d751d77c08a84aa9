"""The roles, as capabilities rather than job titles."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ROLES: dict[str, Promise] = {
    "practitioner": _("Practitioner"),
    "supervisor": _("Supervisor"),
    "coordinator": _("Coordinator"),
    "administrator": _("Administrator"),
}
