"""The guide: formtools knows the steps and their order; answers are saved by our own service and never forgotten.

Four habits of formtools are kept out: answers lie in the rows of the interview (storage.py); the steps are set in
``dispatch`` for each request; a page is saved *before* it is left, whichever way; finishing is a page of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from formtools.wizard.views import NamedUrlWizardView

from forms_engine import core
from forms_engine.access import audit, gate
from instruments import selectors as instruments
from instruments.rendering import Posted, Shown, posted_answers
from sessions.guide_page import page_context, refusal_lines
from sessions.led import Led, lead
from sessions.models import Interview
from sessions.selectors.interviews import answers_at
from sessions.services.answers import earlier_reply, refusing_clashes, save_to, stored_answers
from sessions.services.refusals import NotSaved
from sessions.services.saves import MAX_REVISION, OperationSent, Save, Sent


class StepForm:
    """One step as formtools wants it: no fields and no widgets, only answers that are good or not."""

    base_fields: Mapping[str, object] = {}

    def __init__(self, *, data: Any, files: Any, prefix: str, initial: Any, instrument: core.Instrument) -> None:
        self.data, self.files, self.instrument = data, files, instrument
        self.problems: list[core.Problem] = []

    def is_valid(self) -> bool:
        """Are all values ones that their items can have? The problems of all of them are kept."""
        for item, answer in (self.data or {}).items():
            if answer.state == "value":
                self.problems += core.check_answer(self.instrument.items[item], answer.value)[1]
        return not self.problems


class Guide(NamedUrlWizardView):
    """A step of an interview: GET shows it, POST saves it and goes on (without the page's script)."""

    http_method_names = ["get", "post"]
    storage_name = "sessions.storage.DatabaseStorage"
    template_name = "interviews/guide.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Everything the request reads and writes is one transaction; a refused save leaves nothing behind."""
        self.now = timezone.now()
        self.form_id = _uuid(request.POST.get("form_id", ""))
        if request.method not in {"GET", "POST"}:
            return self.http_method_not_allowed(request)
        try:
            with refusing_clashes(self.operation_id(kwargs["step"])), transaction.atomic():
                self._open(request, kwargs["interview_id"], kwargs["step"])
                return super().dispatch(request, *args, **kwargs)
        except NotSaved as refusal:
            return self._refused(refusal, kwargs["step"])

    def _open(self, request: HttpRequest, interview_id: UUID, step: str) -> None:
        found = Interview.objects.select_related("visit__case", "person")
        if request.method == "POST":
            found = Interview.objects.select_for_update()
        self.interview = gate.fetch(request.user, "interview.lead", found, self.now, pk=interview_id)
        self.instrument = instruments.instrument(self.interview.version_id, self.interview.overlay_id)
        self.stored = stored_answers(self.interview)
        self.led = request.led = lead(self.interview, self.instrument, self.stored)  # type: ignore[attr-defined]
        self._set_steps(self.led)
        if step not in {*self.led.steps, self.done_step_name}:
            raise Http404

    def _set_steps(self, led: Led) -> None:
        self.form_list = dict.fromkeys(led.steps, StepForm)
        self.condition_dict = {step: step in led.way.steps for step in led.steps}

    # ---- what formtools asks for ------------------------------------------------------------------------------------

    def get_prefix(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return str(self.interview.pk)

    def get_form_kwargs(self, step: str | None = None) -> dict[str, Any]:
        return {"instrument": self.instrument}

    def get_step_url(self, step: str) -> str:
        return reverse(self.url_name, kwargs={"interview_id": self.interview.pk, "step": step})

    def get(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the step. A finished interview is read elsewhere; a step that is not open leads to one that is."""
        step = kwargs["step"]
        if self.interview.state != Interview.State.DRAFT:
            return redirect("interviews:interview", self.interview.pk)
        if step in self.led.steps and step not in self.led.way.steps:
            return redirect(self.get_step_url(self.led.nearest(step)))
        self._note_viewed()
        return super().get(*args, **kwargs)

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Save what the step holds, then go where the pressed button says."""
        step = kwargs["step"]
        if step == self.done_step_name:
            raise Http404
        if step not in self.led.way.steps:
            raise NotSaved("not-asked")
        posted = self._posted(step)
        form = self.get_form(step, data={one.item: one for one in posted})
        if not form.is_valid():
            raise NotSaved("answer-problems", problems=form.problems)
        before = self.led.way
        self._save(step, posted)
        self.led = lead(self.interview, self.instrument, self.stored)
        self._set_steps(self.led)
        return redirect(self._destination(step, before))

    def get_context_data(self, form: StepForm, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(form=form, **kwargs)
        return context | page_context(self.led, self.request.user, self.steps.current, self.get_step_url("__step__"))

    def done(self, form_list: list[StepForm], **kwargs: Any) -> HttpResponseBase:
        """After the last step comes the review. Nothing is finished here."""
        return redirect("interviews:review", self.interview.pk)

    # ---- saving -----------------------------------------------------------------------------------------------------

    def operation_id(self, step: str) -> UUID:
        """The same page sent twice is one operation."""
        return uuid5(self.form_id, step)

    def _posted(self, step: str) -> list[Posted]:
        """What was changed on the page, against what it showed; somebody may have saved other answers since."""
        base = self._base_revision()
        newer = {
            asked.item.key for asked in self.led.steps[step].ask if self.led.revisions.get(asked.item.key, 0) > base
        }
        shown = dict(self.led.shown)
        if newer:
            before = answers_at(self.interview, newer, base)
            shown |= {item: before.get(item, Shown()) for item in newer}
        return posted_answers(self.instrument, step, self.request.POST, shown)

    def _save(self, step: str, posted: list[Posted]) -> None:
        operation = OperationSent(self.operation_id(step), str(self.form_id), 0, None, self._base_revision())
        answers = tuple(Sent(one.item, one.state, one.value, one.note) for one in self._asked(posted))
        sent = Save(operation, answers, self.interview.language, step)
        if earlier_reply(self.request.user, self.interview, sent) or not answers:
            return
        save_to(actor=self.request.user, interview=self.interview, stored=self.stored, sent=sent, now=self.now)

    def _asked(self, posted: list[Posted]) -> list[Posted]:
        """Without the answers to questions that another answer on the same page takes away."""
        led = self.led.with_answers(tuple(Sent(one.item, one.state, one.value, one.note) for one in posted))
        return [one for one in posted if one.item in led.way.items]

    def _base_revision(self) -> int:
        written = self.request.POST.get("revision", "")
        if not written.isascii() or not written.isdigit() or len(written) > 10 or int(written) > MAX_REVISION:
            raise NotSaved("bad-request")
        return int(written)

    def _destination(self, step: str, before: core.Way) -> str:
        """Next, back, a step by name, or the review. A step with new follow-up questions is shown once more."""
        go = self.request.POST.get("go", "")
        asked = {question.item.key for question in self.led.steps[step].ask}
        if go == "next" and asked & (self.led.way.items - before.items):
            return self.get_step_url(step)
        if go == "review" or (go == "next" and step == self.steps.last):
            return reverse("interviews:review", args=[self.interview.pk])
        steps = {"next": self.get_next_step(step), "back": self.get_prev_step(step)}
        target = steps.get(go) or (go if go in self.led.way.steps else step)
        return self.get_step_url(target)

    def _refused(self, refusal: NotSaved, step: str) -> HttpResponse:
        """The page once more with everything that was typed, and what is wrong."""
        posted = posted_answers(self.instrument, step, self.request.POST, self.led.shown)
        typed = self.led.with_answers(tuple(Sent(one.item, one.state, one.value, one.note) for one in posted))
        context = page_context(typed, self.request.user, step, self.get_step_url("__step__"))
        context |= {"refusal": refusal, "refusal_lines": refusal_lines(self.led, refusal)}
        with transaction.atomic():  # the refused save has left nothing; that the page was seen is an act of its own
            self._note_viewed()
        return self.response_class(self.request, self.get_template_names(), context, status=refusal.status)

    def _note_viewed(self) -> None:
        audit.record(
            actor_id=self.request.user.pk,
            action="interview.viewed",
            compartment_id=self.interview.compartment_id,
            thing=self.interview,
            now=self.now,
        )


def _uuid(text: str) -> UUID:
    """The page's own id; a new one when it is not readable, which makes the save one of its own."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


guide = Guide.as_view([("placeholder", StepForm)], url_name="interviews:guide", done_step_name="to-review")
