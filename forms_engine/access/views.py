"""Pages of the administrator, the way in for those invited, and the choice of language."""

from __future__ import annotations

from uuid import UUID

from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from forms_engine.access import selectors, services
from forms_engine.access.gate import StaffRequest
from forms_engine.access.services import Refused
from forms_engine.access.staff_forms import ChangeStaffForm, NewStaffForm, PasswordForm, ServiceForm

SIGN_IN_BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_GET
def staff(request: StaffRequest) -> HttpResponse:
    """Everybody in the unit."""
    return render(request, "access/staff.html", {"staff": selectors.staff_of_unit(request.user)})


@require_http_methods(["GET", "POST"])
def staff_new(request: StaffRequest) -> HttpResponse:
    """Make an account and show its invitation once."""
    form = NewStaffForm(request.POST if request.method == "POST" else None, administrator=request.user)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            made = services.make_staff(actor=request.user, unit=request.user.unit, now=now, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _show_invitation(request, made.pk)
    return render(request, "access/staff_new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def staff_edit(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Change a colleague's roles, service or last day."""
    person = get_object_or_404(selectors.staff_of_unit(request.user), pk=staff_id)
    known = {name: getattr(person, name) for name in ("full_name", "initials", "roles", "service", "ends_on")}
    form = ChangeStaffForm(
        request.POST if request.method == "POST" else None, administrator=request.user, initial=known
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_staff(actor=request.user, staff=person, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("access:staff")
    page = {"form": form, "person": person}
    return render(request, "access/staff_edit.html", page, status=422 if form.is_bound else 200)


@require_POST
def staff_invite(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """A new way in, also after a lost password or phone; the old one stops working."""
    return _show_invitation(request, staff_id)


@require_http_methods(["GET", "POST"])
def service_list(request: StaffRequest) -> HttpResponse:
    """The services, and a new one."""
    form = ServiceForm(request.POST if request.method == "POST" else None, administrator=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            services.make_service(actor=request.user, name=form.cleaned_data["name"], now=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("access:services")
    page = {"form": form, "services": selectors.services_of_unit(request.user)}
    return render(request, "access/services.html", page, status=422 if form.is_bound else 200)


@require_POST
def service_close(request: StaffRequest, service_id: UUID) -> HttpResponse:
    """The service sends no more workers."""
    service = get_object_or_404(selectors.services_of_unit(request.user), pk=service_id)
    services.close_service(actor=request.user, service=service, now=timezone.now())
    return redirect("access:services")


@sensitive_variables()
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password, and go on to the second factor."""
    now = timezone.now()
    found = selectors.invitation(token, now)
    if found is None:
        return render(request, "access/invitation_over.html", status=404)
    form = PasswordForm(request.POST if request.method == "POST" else None, staff=found.staff)
    if request.method == "POST" and form.is_valid():
        try:
            person = services.accept(invitation=found, password=form.cleaned_data["password"], now=now)
        except Refused:
            return render(request, "access/invitation_over.html", status=404)
        login(request, person, backend=SIGN_IN_BACKEND)
        # Choosing the password a moment ago is proof enough to connect the second factor.
        reauthenticate_by_password(request)
        return redirect("mfa_activate_totp")
    return render(
        request, "access/invitation.html", {"form": form, "person": found.staff}, status=422 if form.is_bound else 200
    )


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language of the pages, for this browser."""
    chosen = request.POST.get("language", "")
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = "/"
    response = HttpResponseRedirect(target)
    if chosen in dict(settings.LANGUAGES):
        translation.activate(chosen)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=365 * 24 * 3600,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
    return response


def _show_invitation(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    person = get_object_or_404(selectors.staff_of_unit(request.user), pk=staff_id)
    made, token = services.invite(actor=request.user, staff=person, now=timezone.now())
    link = settings.PUBLIC_URL + reverse("access:invitation", args=[token])
    return render(request, "access/invited.html", {"person": person, "link": link, "invitation": made})
