"""Pages of the exports room: the share register of a case, ordering with a preview, and the finished package."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from exports import selectors, services
from exports.formats.json import write_json
from exports.forms import OrderForm
from exports.models import Package
from exports.parts import Wanted
from exports.preview import preview
from exports.profiles import Profile
from forms_engine.access import audit, gate
from forms_engine.access.services import Refused
from forms_engine.casework.models import Case
from forms_engine.casework.tabs import tabs_for


@require_GET
def shares(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What has been shared from this case, and what can be."""
    now = timezone.now()
    with transaction.atomic():
        case = gate.fetch(request.user, "share.read", Case, now, pk=case_id)
        _seen(request, "case.shares_viewed", case, now)
        page = {
            **_case_page(request, case, now),
            "packages": selectors.packages_of(case),
            "readable": selectors.readable(request.user, case, now),
            "profiles": selectors.profiles_for(request.user, case, now),
        }
        return render(request, "exports/shares.html", page)


@require_http_methods(["GET", "POST"])
def share_new(request: HttpRequest, case_id: UUID, profile_key: str) -> HttpResponse:
    """Say who, what for, on what basis; see exactly what leaves; order it."""
    now = timezone.now()
    with transaction.atomic():
        case = gate.fetch(request.user, "share.order", Case, now, pk=case_id)
        profile = next((one for one in selectors.profiles_for(request.user, case, now) if one.key == profile_key), None)
        if profile is None:
            raise Http404
        _seen(request, "share.prepared", case, now)
        initial = {"language": "nb" if get_language() == "nb" else "en", "recipient": str(profile.words.reader)}
        form = OrderForm(request.POST or None, profile=profile, case=case, initial=initial)
        shown, sha256 = None, ""
        if form.is_bound and form.is_valid():
            if "order" in request.POST:
                try:
                    made = _order(request, profile, case, form.cleaned_data, now)
                    return redirect("exports:package", made.pk)
                except Refused as refused:
                    form.add_error(None, str(refused))
            report = services.draw_up(
                profile=profile, wanted=_wanted(case, form.cleaned_data), language=form.cleaned_data["language"]
            )
            shown, sha256 = preview(report), services.content_sha256(report)
        page = {
            **_case_page(request, case, now),
            "profile": profile,
            "form": form,
            "preview": shown,
            "sha256": sha256,
        }
        wrong = form.is_bound and bool(form.errors)
        return render(request, "exports/share_new.html", page, status=422 if wrong else 200)


@require_GET
def package(request: HttpRequest, package_id: UUID) -> HttpResponse:
    """One package: its state, its hash, its document."""
    now = timezone.now()
    with transaction.atomic():
        found = gate.fetch(request.user, "package.read", selectors.packages(), now, pk=package_id)
        _seen(request, "package.viewed", found, now)
        page = {"package": found, "preview": preview(services.sealed_report(found))}
        return render(request, "exports/package.html", page)


@require_GET
def package_status(request: HttpRequest, package_id: UUID) -> JsonResponse:
    """The state of a package, for the page that waits for it."""
    found = gate.fetch(request.user, "package.read", selectors.packages(), timezone.now(), pk=package_id)
    return JsonResponse({"state": found.state, "words": str(found.get_state_display())})


@require_GET
def package_pdf(request: HttpRequest, package_id: UUID) -> HttpResponse:
    """The finished document."""
    found = _opened(request, package_id, "package.pdf_downloaded")
    if found.state != Package.State.DONE or found.pdf is None:
        raise Http404
    return _download(found.pdf, "application/pdf", f"package-{found.content_sha256[:12]}.pdf")


@require_GET
def package_json(request: HttpRequest, package_id: UUID) -> HttpResponse:
    """The same content for machines."""
    found = _opened(request, package_id, "package.json_downloaded")
    data = write_json(services.sealed_report(found), services.json_meta(found))
    return _download(data, "application/json", f"package-{found.content_sha256[:12]}.json")


@require_POST
def package_retry(request: HttpRequest, package_id: UUID) -> HttpResponse:
    """Try a parked package again."""
    now = timezone.now()
    found = gate.fetch(request.user, "package.read", selectors.packages(), now, pk=package_id)
    services.retry(actor=request.user, package=found, now=now)
    return redirect("exports:package", found.pk)


def _order(request: HttpRequest, profile: Profile, case: Case, data: dict[str, Any], now: Any) -> Package:
    return services.order_package(
        actor=request.user,
        profile=profile,
        wanted=_wanted(case, data),
        language=data["language"],
        recipient=data["recipient"],
        purpose=data["purpose"],
        necessity=data["necessity"],
        legal_basis=data["legal_basis"],
        previewed_sha256=request.POST.get("sha256", ""),
        now=now,
    )


def _wanted(case: Case, data: dict[str, Any]) -> Wanted:
    return Wanted(case, frozenset(interview.pk for interview in data.get("interviews") or ()))


def _opened(request: HttpRequest, package_id: UUID, event: str) -> Package:
    now = timezone.now()
    with transaction.atomic():
        found = gate.fetch(request.user, "package.read", selectors.packages(), now, pk=package_id)
        _seen(request, event, found, now)
        return found


def _download(data: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        data,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _seen(request: HttpRequest, event: str, thing: Case | Package, now: Any) -> None:
    audit.record(
        actor_id=request.user.pk, action=event, compartment_id=thing.compartment_id, thing=thing, now=now
    )  # fmt: skip


def _case_page(request: HttpRequest, case: Case, now: Any) -> dict[str, Any]:
    return {"case": case, "tab": "shares", "tabs": tabs_for(request.user, case, now)}
