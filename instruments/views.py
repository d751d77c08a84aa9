"""Pages of the instruments room: the list, one version as it is led, adding a translation."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from forms_engine.access.gate import StaffRequest
from forms_engine.access.policy import allow
from forms_engine.core import Problem
from instruments import selectors, services, sheet
from instruments.forms import TranslationForm
from instruments.models import Version
from instruments.rendering.text import direction


@require_GET
def instrument_list(request: StaffRequest) -> HttpResponse:
    """Every version, the newest of each instrument first."""
    found = sorted(selectors.versions(), key=lambda one: (one.title.casefold(), one.key))
    newest = selectors.newest_of_each(found)
    rows = [_row(one) for one in found if one in newest]
    older = [_row(one) for one in found if one not in newest]
    return render(request, "instruments/instruments.html", {"rows": rows, "older": older})


def _row(version: Version) -> dict[str, object]:
    read = selectors.instrument(version.pk)
    languages = [(one, sheet.STATUSES[one.status]) for one in selectors.languages(version)]
    return {
        "version": version,
        "summary": read.summary,
        "kind": sheet.KINDS[version.kind],
        "languages": languages,
        "licence": read.rights["licence"],
        "redistribution": sheet.REDISTRIBUTION[read.rights["redistribution"]],
        "retired": hasattr(version, "retirement"),
    }


@require_GET
def version(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """One version as it is led, in the language of ``?language=``, with its rights, its scoring and its hash."""
    found = get_object_or_404(selectors.versions(), pk=version_id)
    languages = selectors.languages(found)
    wanted = request.GET.get("language", languages[0].code if languages else found.language)
    language = next((one for one in languages if one.code == wanted), None)
    if language is None and wanted != found.language:
        raise Http404
    overlay = language.overlay if language else None
    read = selectors.instrument(found.pk, overlay.pk if overlay else None)
    page = {
        "version": found,
        "read": read,
        "kind": sheet.KINDS[read.kind],
        "respondent": sheet.RESPONDENTS[read.respondent],
        "redistribution": sheet.REDISTRIBUTION[read.rights["redistribution"]],
        "languages": [(one, sheet.STATUSES[one.status]) for one in languages],
        "language": language,
        "direction": direction(read.language),
        "steps": sheet.steps_of(read),
        "scores": sheet.scores_of(read),
        "alerts": read.scoring.get("alerts", {}).values(),
        "may_translate": allow(request.user.role_names, "translation.add"),
    }
    return render(request, "instruments/version.html", page)


@require_http_methods(["GET", "POST"])
def translation_new(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """Add a translation from a file; a faulty one is shown with all its problems and not stored."""
    found = get_object_or_404(selectors.versions(), pk=version_id)
    form = TranslationForm(request.POST or None, request.FILES or None)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_overlay(
                actor=request.user, version=found, data=form.cleaned_data["file"], now=timezone.now()
            )
        except services.FaultyTranslation as fault:
            form.add_error("file", str(fault))
            problems = fault.problems
        else:
            messages.success(request, _("The translation is stored and is used from now on."))
            return redirect(f"{request.path.removesuffix('translations/new/')}?language={made.language}")
    page = {"form": form, "version": found, "problems": problems}
    return render(request, "instruments/translation_new.html", page, status=422 if request.method == "POST" else 200)


@require_GET
def to_translate(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """The file that a translator fills in."""
    found = get_object_or_404(selectors.versions(), pk=version_id)
    content = selectors.to_translate(found)
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{found.key}-{found.version}-to-translate.json"'
    return response
