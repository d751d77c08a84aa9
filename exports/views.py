"""Pages of the exports room: the share register of a case, ordering with a preview, and the finished package."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from exports import selectors, services
from exports.drawing import content_sha256, draw_up, json_meta, sealed_report
from exports.formats.json import write_json
from exports.forms import OrderForm
from exports.models import Package
from exports.parts import Wanted
from exports.people import names_in
from exports.preview import preview
from exports.profiles import Profile
from exports.rights import BASIS_EXPIRED, RIGHT_REMOVED, may_open
from forms_engine.access import audit, gate
from forms_engine.access.gate import StaffRequest
from forms_engine.access.services import Refused
from forms_engine.casework.models import Case
from forms_engine.casework.tabs import tabs_for

USUAL_WAIT = timedelta(seconds=45)


@require_GET
def shares(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """What has been shared from this case, and what can be."""
    now = timezone.now()
    with transaction.atomic():
        case = gate.fetch(request.user, "share.read", Case, now, pk=case_id)
        _record(request, "case.shares_viewed", case, now)
        page = {
            **_case_page(request, case, now),
            "packages": selectors.packages_of(case),
            "readable": selectors.readable(request.user, case, now),
            "profiles": selectors.profiles_for(request.user, case, now),
        }
        return render(request, "exports/shares.html", page)


@require_http_methods(["GET", "POST"])
def share_new(request: StaffRequest, case_id: UUID, profile_key: str) -> HttpResponse:
    """Say who, what for, on what basis; see exactly what leaves; order it."""
    now, status = timezone.now(), 200
    with transaction.atomic():
        case = gate.fetch(request.user, "share.order", Case.objects.select_related("compartment"), now, pk=case_id)
        profile = next((one for one in selectors.profiles_for(request.user, case, now) if one.key == profile_key), None)
        if profile is None:
            raise Http404
        _record(request, "share.prepared", case, now)
        form = _order_form(request, profile, case)
        shown: dict[str, Any] = {}
        if form.is_bound:
            status = 422
            if form.is_valid():
                status = 200
                if "order" in request.POST:
                    try:
                        return redirect("exports:package", _order(request, profile, case, form.cleaned_data, now).pk)
                    except Refused as refused:
                        form.add_error(None, str(refused))
                        status = 409 if isinstance(refused, services.Changed) else 422
                shown = _preview(profile, case, form.cleaned_data)
        page = {**_case_page(request, case, now), "profile": profile, "form": form, **shown}
        return render(request, "exports/share_new.html", page, status=status)


@require_GET
def package(request: StaffRequest, package_id: UUID) -> HttpResponse:
    """One package: its state, its hash, its document."""
    now = timezone.now()
    with transaction.atomic():
        found = _fetch(request, selectors.packages(), package_id, now)
        _record(request, "package.viewed", found, now)
        report = sealed_report(found)
        # What must not be handed on any more is not shown either.
        stopped = found.state == Package.State.PARKED and found.problem in {RIGHT_REMOVED, BASIS_EXPIRED}
        page = {
            "package": found,
            "words": _state_words(found, now),
            "title": report.title,
            "preview": None if stopped else preview(report),
        }
        return render(request, "exports/package.html", page)


@require_GET
def package_status(request: StaffRequest, package_id: UUID) -> JsonResponse:
    """The state of a package, for the page that waits for it."""
    now = timezone.now()
    found = _fetch(request, selectors.state_of_packages(), package_id, now)
    return JsonResponse({"state": found.state, "words": _state_words(found, now)})


@require_GET
def package_pdf(request: StaffRequest, package_id: UUID) -> HttpResponse:
    """The finished document."""
    found = _handed_over(request, selectors.documents(), package_id, "package.pdf_downloaded")
    return _download(bytes(found.pdf or b""), "application/pdf", f"package-{found.content_sha256[:12]}.pdf")


@require_GET
def package_json(request: StaffRequest, package_id: UUID) -> HttpResponse:
    """The same content for machines."""
    found = _handed_over(request, selectors.packages(), package_id, "package.json_downloaded")
    data = write_json(sealed_report(found), json_meta(found))
    return _download(data, "application/json", f"package-{found.content_sha256[:12]}.json")


@require_POST
def package_retry(request: StaffRequest, package_id: UUID) -> HttpResponse:
    """Try a parked package again."""
    now = timezone.now()
    found = _fetch(request, selectors.state_of_packages(), package_id, now)
    services.retry(actor=request.user, package=found, now=now)
    return redirect("exports:package", found.pk)


# ---- ordering -------------------------------------------------------------------------------------------------------


def _order_form(request: StaffRequest, profile: Profile, case: Case) -> OrderForm:
    initial = {"language": "nb" if get_language() == "nb" else "en", "recipient": str(profile.words.reader)}
    return OrderForm(request.POST if request.method == "POST" else None, profile=profile, case=case, initial=initial)


def _order(request: StaffRequest, profile: Profile, case: Case, data: dict[str, Any], now: datetime) -> Package:
    return services.order_package(
        actor=request.user,
        profile=profile,
        wanted=_wanted(case, data),
        language=data["language"],
        recipient=data["recipient"],
        purpose=data["purpose"],
        necessity=data["necessity"],
        legal_basis=data["legal_basis"],
        previewed_sha256=data["sha256"],
        now=now,
        package_id=data["key"],
    )


def _preview(profile: Profile, case: Case, data: dict[str, Any]) -> dict[str, Any]:
    report = draw_up(profile=profile, wanted=_wanted(case, data), language=data["language"])
    return {
        "preview": preview(report),
        "sha256": content_sha256(report),
        "recipient": data["recipient"],
        "names": [] if profile.names else names_in(report, case.people.all()),
    }


def _wanted(case: Case, data: dict[str, Any]) -> Wanted:
    return Wanted(case, frozenset(interview.pk for interview in data.get("interviews") or ()))


# ---- packages -------------------------------------------------------------------------------------------------------


def _fetch(request: StaffRequest, packages: QuerySet[Package], package_id: UUID, now: datetime) -> Package:
    """A package for one of its readers, who still has to do with the case; 404 otherwise."""
    found = gate.fetch(request.user, "package.read", packages, now, pk=package_id)
    if not may_open(request.user, found, now):
        raise Http404
    return found


def _handed_over(request: StaffRequest, packages: QuerySet[Package], package_id: UUID, event: str) -> Package:
    """A finished package, with the log saying that it was handed over."""
    now = timezone.now()
    with transaction.atomic():
        found = _fetch(request, packages, package_id, now)
        if found.state != Package.State.DONE:
            raise Http404
        _record(request, event, found, now, {"sha256": found.content_sha256})
        return found


def _state_words(package: Package, now: datetime) -> str:
    if package.state in {Package.State.QUEUED, Package.State.WORKING} and now - package.ordered_at > USUAL_WAIT:
        return _("It takes longer than usual. The order stands, and nothing is lost: it is made as soon as possible.")
    return str(package.get_state_display())


def _download(data: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        data,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _record(
    request: StaffRequest, event: str, thing: Case | Package, now: datetime, details: dict[str, str] | None = None
) -> None:
    audit.record(
        actor_id=request.user.pk,
        action=event,
        compartment_id=thing.compartment_id,
        thing=thing,
        now=now,
        details=dict(details or {}),
    )


def _case_page(request: StaffRequest, case: Case, now: datetime) -> dict[str, Any]:
    return {"case": case, "tab": "shares", "tabs": tabs_for(request.user, case, now)}
