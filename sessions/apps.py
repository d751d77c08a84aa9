"""The room of sessions: how it is asked. Its label is ``interviews``, because ``sessions`` is Django's own."""

from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "sessions"
    label = "interviews"

    def ready(self) -> None:
        from forms_engine.access.frozen import freeze

        freeze("interviews_interview", "OLD.state = 'finalised'")
        freeze("interviews_answerchange")
        freeze("interviews_operation")
        freeze("interviews_void")
