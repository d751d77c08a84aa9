"""Where the guide keeps its state: in the rows of the interview itself, and nowhere else.

The storages of formtools keep answers in cookies or in the login and forget them on reset. This one reads the answers
that were saved one by one, remembers the step, and never forgets.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.http import HttpRequest, HttpResponseBase
from formtools.wizard.storage.base import BaseStorage

from instruments.rendering import Shown
from sessions.led import Led
from sessions.models import Interview


class DatabaseStorage(BaseStorage):
    """State of one guide. The view has put what it leads (:class:`Led`) on the request."""

    def __init__(self, prefix: str, request: HttpRequest, file_storage: object = None) -> None:
        super().__init__(prefix, request, file_storage)
        self.led = cast(Led, request.led)  # type: ignore[attr-defined]
        self.remembered = self.led.interview.step
        self.init_data()
        self.data[self.step_key] = self.remembered or None

    def reset(self) -> None:
        """Nothing is ever thrown away: formtools resets on many occasions, none of which is ours."""

    def get_step_data(self, step: str) -> Mapping[str, Shown]:
        """The saved answers of a step by item."""
        return self.led.answers_of(step)

    def set_step_data(self, step: str, cleaned_data: Any) -> None:
        """Answers are saved by the service, in its transaction."""
        raise NotImplementedError("answers are saved with save_answers")

    def update_response(self, response: HttpResponseBase) -> None:
        """Write the step if it is another one now. Runs inside the transaction of the page."""
        if self.current_step != self.remembered:
            drafts = Interview.objects.filter(pk=self.led.interview.pk, state=Interview.State.DRAFT)
            drafts.update(step=self.current_step or "")
