"""The gate before every page: a declared action, a person with a second factor, and a role that may do it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from forms_engine.access.policy import RULES

# Pages that belong to signing in and have no action. Everything else must be declared with gate.route.
OPEN = frozenset({"account_login", "account_logout", "mfa_authenticate", "access:invitation", "access:language"})
# Pages that a signed-in person needs to get a second factor, and to prove it is still them.
ENROLMENT = frozenset(
    {"mfa_activate_totp", "mfa_generate_recovery_codes", "mfa_view_recovery_codes", "account_reauthenticate",
     "mfa_reauthenticate"}
)  # fmt: skip
SECOND_FACTOR = "second_factor"


class PrivateMiddleware:
    """Outermost: whatever is answered, by whichever part, no cache keeps it and no other site takes it in.

    What is larger than any page sends is refused before it is read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = _too_large(request) or self.get_response(request)
        response.setdefault("Cache-Control", "no-store")  # static files say themselves how long they keep
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class GateMiddleware:
    """Refuses an undeclared page with 404; sends strangers to sign in and people without a second factor to get one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        action = getattr(view, "action", None)
        if name in OPEN:
            return None
        if action is None and name not in ENROLMENT:
            raise Http404
        staff = request.user
        if not staff.is_authenticated:
            return _sign_in(request)
        if not staff.is_active or (staff.ends_on and staff.ends_on <= timezone.localdate()):
            logout(request)
            return _sign_in(request)
        translation.activate(_language(request, staff.language))
        request.LANGUAGE_CODE = translation.get_language()
        if name in ENROLMENT:
            return None
        if not _second_factor(request):
            return redirect("mfa_activate_totp")
        if action is None or not RULES[action].roles & staff.role_names:
            raise Http404
        return None


def _too_large(request: HttpRequest) -> HttpResponse | None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length) <= settings.LARGEST_BODY:
        return None
    message = _("What was sent is too large. Nothing was saved.")
    if request.content_type == "application/json":
        return JsonResponse({"error": "too-large", "message": message}, status=413)
    return HttpResponse(message, content_type="text/plain; charset=utf-8", status=413)


def _language(request: HttpRequest, own: str) -> str:
    """The language chosen in this browser, or the person's own; a cookie can hold anything."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return next((code for code in (chosen, own) if code in dict(settings.LANGUAGES)), settings.LANGUAGE_CODE)


def _second_factor(request: HttpRequest) -> bool:
    """Signing in asks for the code as soon as a factor exists; so once one is found it holds for the whole sign-in."""
    if not request.session.get(SECOND_FACTOR):
        if not is_mfa_enabled(request.user):
            return False
        request.session[SECOND_FACTOR] = True
    return True


def _sign_in(request: HttpRequest) -> HttpResponseBase:
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"error": "signed-out", "message": _("You are signed out. Sign in again.")}, status=401)
    if request.path == "/":
        return redirect("account_login")
    from django.contrib.auth.views import redirect_to_login

    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
