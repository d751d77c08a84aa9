"""The room of sessions: how it is asked. Its label is ``interviews``, because ``sessions`` is Django's own."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterviewsConfig(AppConfig):
    name = "sessions"
    label = "interviews"

    def ready(self) -> None:
        from forms_engine.access.frozen import freeze
        from forms_engine.casework.log import add_words
        from forms_engine.casework.tabs import Tab, add_tab
        from sessions.log_words import WORDS

        freeze("interviews_interview", "OLD.state = 'finalised'")
        freeze("interviews_answerchange")
        freeze("interviews_operation")
        freeze("interviews_void")
        add_words(WORDS)
        add_tab(Tab("picture", _("Picture"), "interviews:picture", "picture.read", 10))
        add_tab(Tab("visits", _("Visits"), "interviews:visits", "visit.read", 20))
