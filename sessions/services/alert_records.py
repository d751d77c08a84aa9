"""Recording what was done about an alert: asked, answered, who was told, the next contact. Once, and then it stands."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_engine.access import audit
from forms_engine.access.models import Staff
from forms_engine.access.services import Refused
from sessions.models import Alert


@transaction.atomic
def record_alert(
    *, actor: Staff, alert: Alert, asked: str, answered: str, told: str, next_contact: date, now: datetime
) -> Alert:
    """Write down what was done about an alert; all four parts are needed, and the next contact lies today or later.

    Recorded already with the same words: nothing happens. With other words: refused, for a record is not overwritten.
    """
    alert = Alert.objects.select_for_update(no_key=True).get(pk=alert.pk)
    written = (asked.strip(), answered.strip(), told.strip(), next_contact)
    if alert.state == Alert.State.RECORDED:
        if written == (alert.asked, alert.answered, alert.told, alert.next_contact):
            return alert
        raise Refused(_("This has been recorded already. What stands there is shown below."))
    if not all(written):
        raise Refused(_("Write all four parts: what you asked, what was answered, who was told, and the next contact."))
    if next_contact < timezone.localdate(now):
        raise Refused(_("The next contact must be today or later."))
    alert.asked, alert.answered, alert.told, alert.next_contact = written
    alert.state, alert.recorded_at, alert.recorded_by = Alert.State.RECORDED, now, actor
    alert.save(
        update_fields=["asked", "answered", "told", "next_contact", "state", "recorded_at", "recorded_by"]
    )  # fmt: skip
    audit.record(actor_id=actor.pk, action="alert.recorded", compartment_id=alert.compartment_id, thing=alert, now=now)
    return alert
