"""The triggers that refuse change: which there are, and that migrate makes them again."""

from django.core.management import call_command
from django.db import connection

from forms_engine.access.frozen import FROZEN

EXPECTED = {
    f"frozen_{table}_{operation}"
    for table in (
        "access_auditevent",
        "exports_legalbasis",
        "exports_package",
        "instruments_overlay",
        "instruments_version",
        "interviews_alert",
        "interviews_answer",
        "interviews_answerchange",
        "interviews_interview",
        "interviews_observation",
        "interviews_operation",
        "interviews_void",
    )
    for operation in ("update", "delete")
} | {"frozen_interviews_answer_insert"}


def triggers():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        return {row[0] for row in cursor.fetchall()}


def test_the_list_of_frozen_tables(db):
    assert {entry.name for entry in FROZEN} == EXPECTED
    assert triggers() == EXPECTED


def test_migrate_makes_a_lost_trigger_again(db):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER frozen_access_auditevent_update")
        else:
            cursor.execute("DROP TRIGGER frozen_access_auditevent_update ON access_auditevent")
    assert triggers() < EXPECTED
    call_command("migrate", verbosity=0)
    assert triggers() == EXPECTED
