"""All addresses, room by room."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("", include("forms_engine.project.own_urls")),
    path("", include("forms_engine.access.urls")),
    path("", include("forms_engine.casework.urls")),
    path("", include("instruments.urls")),
    path("", include("sessions.urls")),
    path("", include("exports.urls")),
]
