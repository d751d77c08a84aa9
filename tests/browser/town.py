"""Fills an empty database for the journeys: ``python -m tests.browser.town``, with the product's own settings.

The people of tests/cast.py with passwords and phones that work, and a visit planned for today.
"""

from __future__ import annotations

import os
from datetime import timedelta

PASSWORD = "a kettle on the stove"
SECRETS = {
    "alice": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    "bob": "KRSXG5BAORXSA3LBNNSSA43VOJSSAYLU",
    "cora": "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U",
    "sam": "NBSWY3DPEB3W64TMMQQHO2LUNBSWY3DP",
    "ada": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
}
NEXT_STEP_BEFORE = "Mamma rings the school on Tuesday"
GAP = "Nobody helps with the way to the football ground"
MEASURE = "A lift to practice on Thursdays"


def fill() -> None:
    from allauth.mfa.models import Authenticator
    from django.utils import timezone

    from forms_engine.access.sign_in import SealedMFAAdapter
    from forms_engine.casework import services as casework
    from sessions.models import Visit
    from sessions.services import ratings, visits
    from tests.cast import make_cast

    cast = make_cast()
    for name, secret in SECRETS.items():
        staff = getattr(cast, name)
        staff.set_password(PASSWORD)
        staff.save(update_fields=["password"])
        Authenticator.objects.filter(user=staff).update(data={"secret": SealedMFAAdapter().encrypt(secret)})

    now = timezone.now()
    casework.add_measure(
        actor=cast.alice, case=cast.case, words=MEASURE, service=cast.school, goal=cast.goal,
        starts_on=(now - timedelta(days=20)).date(), now=now,
    )  # fmt: skip
    casework.raise_gap(actor=cast.alice, case=cast.case, words=GAP, now=now)
    for days, own, others in ((42, 3, 2), (21, 4, 2)):
        then = now - timedelta(days=days)
        visit = visits.plan_visit(
            actor=cast.alice, case=cast.case, planned_at=then, place=Visit.Place.HOME, now=then
        )  # fmt: skip
        visits.start_visit(
            actor=cast.alice, visit=visit, people=[cast.mother, cast.son], workers=[cast.alice], now=then
        )  # fmt: skip
        for person, value in ((cast.son, own), (cast.mother, others)):
            for goal in (cast.goal, cast.other_goal):
                ratings.rate_goal(actor=cast.alice, visit=visit, goal=goal, person=person, value=value, now=then)
        visits.agree_next_step(actor=cast.alice, visit=visit, words=NEXT_STEP_BEFORE, by=None, now=then)
        visits.end_visit(actor=cast.alice, visit=visit, now=then)
    visits.plan_visit(actor=cast.alice, case=cast.case, planned_at=now, place=Visit.Place.HOME, now=now)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forms_engine.project.settings")
    import django

    django.setup()
    fill()
