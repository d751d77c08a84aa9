"""Addresses of the room of sessions, a list per subject."""

from forms_engine.access.gate import route
from sessions.guide import guide
from sessions.urls_visits import visit_routes
from sessions.views import answers, records, start

app_name = "interviews"

LEADING = [
    route("visits/<uuid:visit_id>/interviews/new/", start.interview_new, name="interview_new", action="interview.lead"),
    route("interviews/<uuid:interview_id>/steps/<slug:step>/", guide, name="guide", action="interview.lead"),
    route("interviews/<uuid:interview_id>/answers/", answers.answers, name="answers", action="interview.lead"),
    route("interviews/<uuid:interview_id>/place/", answers.place, name="place", action="interview.lead"),
]
RECORDS = [
    route("interviews/<uuid:interview_id>/", records.interview, name="interview", action="interview.read"),
    route("interviews/<uuid:interview_id>/review/", records.review, name="review", action="interview.read"),
    route("interviews/<uuid:interview_id>/finalise/", records.finalise, name="finalise", action="interview.lead"),
    route("interviews/<uuid:interview_id>/amend/", records.amend, name="amend", action="interview.lead"),
    route("interviews/<uuid:interview_id>/void/", records.void, name="void", action="interview.lead"),
]

urlpatterns = [*LEADING, *RECORDS, *visit_routes]
