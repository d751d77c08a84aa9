"""The contender's two addresses, behind the product's own gate, and the pages for signing in."""

from django.urls import include, path

from benchmarks.bare import views
from forms_engine.access.gate import route

LEAD = "interview.lead"
urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    route("interviews/<uuid:interview_id>/answers/", views.answers, name="answers", action=LEAD),
    route("interviews/<uuid:interview_id>/steps/<slug:step>/", views.step, name="guide", action=LEAD),
]
