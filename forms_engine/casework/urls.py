"""Addresses of casework."""

from forms_engine.access.gate import route
from forms_engine.casework import views

app_name = "casework"
urlpatterns = [
    route("cases/", views.cases, name="cases", action="case.list"),
    route("cases/new/", views.case_new, name="case_new", action="case.open"),
    route("cases/<uuid:case_id>/", views.case, name="case", action="case.read"),
    route("cases/<uuid:case_id>/people/", views.people, name="people", action="case.read"),
    route("cases/<uuid:case_id>/people/add/", views.person_add, name="person_add", action="people.write"),
    route("people/<uuid:person_id>/remove/", views.person_remove, name="person_remove", action="people.write"),
    route("cases/<uuid:case_id>/pairs/assign/", views.assign, name="assign", action="pairs.write"),
    route("assignments/<uuid:assignment_id>/end/", views.assignment_end, name="assignment_end", action="pairs.write"),
    route("cases/<uuid:case_id>/supervisors/add/", views.supervise, name="supervise", action="pairs.write"),
    route(
        "cases/<uuid:case_id>/supervisors/<uuid:staff_id>/end/",
        views.supervision_end,
        name="supervision_end",
        action="pairs.write",
    ),
    route("cases/<uuid:case_id>/plan/", views.plan, name="plan", action="plan.read"),
    route("cases/<uuid:case_id>/goals/add/", views.goal_add, name="goal_add", action="plan.write"),
    route("goals/<uuid:goal_id>/close/", views.goal_close, name="goal_close", action="plan.write"),
    route("cases/<uuid:case_id>/measures/add/", views.measure_add, name="measure_add", action="plan.write"),
    route("measures/<uuid:measure_id>/end/", views.measure_end, name="measure_end", action="plan.write"),
    route("cases/<uuid:case_id>/gaps/add/", views.gap_add, name="gap_add", action="plan.write"),
    route("gaps/<uuid:gap_id>/close/", views.gap_close, name="gap_close", action="plan.write"),
    route("cases/<uuid:case_id>/log/", views.log, name="log", action="log.read"),
]
