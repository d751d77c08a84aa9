"""The room of sessions: how it is asked. Its label is ``interviews``, because ``sessions`` is Django's own."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

_FINISHED = "EXISTS (SELECT 1 FROM interviews_interview WHERE id = {row}.interview_id AND state = 'finalised')"
# An observation is only ever marked as replaced, once; who, what and how much stay as they were.
_OBSERVED = "OLD.replaced_at IS NOT NULL OR " + " OR ".join(
    [
        *(f"OLD.{name} <> NEW.{name}" for name in ("compartment_id", "measure", "version", "at", "value", "staff_id")),
        *(
            f"(OLD.{name} IS NULL) <> (NEW.{name} IS NULL) OR OLD.{name} <> NEW.{name}"
            for name in ("person_id", "visit_id", "interview_id")
        ),
    ]
)


class InterviewsConfig(AppConfig):
    name = "sessions"
    label = "interviews"

    def ready(self) -> None:
        from forms_engine.access.frozen import freeze
        from forms_engine.casework.log import add_words
        from forms_engine.casework.tabs import Tab, add_tab
        from sessions.log_words import WORDS

        freeze("interviews_interview", "OLD.state = 'finalised'")
        freeze("interviews_answer", _FINISHED.format(row="NEW"), ("INSERT",))
        freeze("interviews_answer", _FINISHED.format(row="OLD"))
        freeze("interviews_alert", "OLD.state = 'recorded'", ("UPDATE",))
        freeze("interviews_alert", operations=("DELETE",))
        freeze("interviews_observation", _OBSERVED, ("UPDATE",))
        freeze("interviews_observation", operations=("DELETE",))
        freeze("interviews_answerchange")
        freeze("interviews_operation")
        freeze("interviews_void")
        add_words(WORDS)
        add_tab(Tab("picture", _("Picture"), "interviews:picture", "picture.read", 10))
        add_tab(Tab("visits", _("Visits"), "interviews:visits", "visit.read", 20))
