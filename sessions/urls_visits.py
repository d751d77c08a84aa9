"""Addresses of visits, ratings, the picture and alerts."""

from forms_engine.access.gate import route
from sessions.views import alerts, picture, ratings, visits

visit_routes = [
    route("cases/<uuid:case_id>/picture/", picture.picture, name="picture", action="picture.read"),
    route("cases/<uuid:case_id>/visits/", visits.visits, name="visits", action="visit.read"),
    route("cases/<uuid:case_id>/visits/new/", visits.visit_new, name="visit_new", action="visit.write"),
    route("visits/<uuid:visit_id>/", visits.visit, name="visit", action="visit.read"),
    route("visits/<uuid:visit_id>/cancel/", visits.visit_cancel, name="visit_cancel", action="visit.write"),
    route("visits/<uuid:visit_id>/start/", visits.visit_start, name="visit_start", action="visit.write"),
    route("visits/<uuid:visit_id>/present/", visits.visit_present, name="visit_present", action="visit.write"),
    route("visits/<uuid:visit_id>/informed/", visits.visit_informed, name="visit_informed", action="visit.write"),
    route("visits/<uuid:visit_id>/next-step/", visits.visit_next_step, name="visit_next_step", action="visit.write"),
    route("visits/<uuid:visit_id>/end/", visits.visit_end, name="visit_end", action="visit.write"),
    route("visits/<uuid:visit_id>/ratings/", ratings.rate, name="rate", action="rating.write"),
    route("visits/<uuid:visit_id>/family-sheet/", picture.family_sheet, name="family_sheet", action="visit.read"),
    route("alerts/<uuid:alert_id>/", alerts.alert, name="alert", action="interview.read"),
]
