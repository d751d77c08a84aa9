"""Addresses of casework."""

from forms_engine.access.gate import route
from forms_engine.casework.views import cases, people, plan

app_name = "casework"
urlpatterns = [
    route("cases/", cases.cases, name="cases", action="case.list"),
    route("cases/new/", cases.case_new, name="case_new", action="case.open"),
    route("cases/<uuid:case_id>/", cases.case, name="case", action="case.read"),
    route("cases/<uuid:case_id>/people/", people.people, name="people", action="case.read"),
    route("cases/<uuid:case_id>/people/add/", people.person_add, name="person_add", action="people.write"),
    route("people/<uuid:person_id>/remove/", people.person_remove, name="person_remove", action="people.write"),
    route("cases/<uuid:case_id>/pairs/assign/", people.assign, name="assign", action="pairs.write"),
    route("assignments/<uuid:assignment_id>/end/", people.assignment_end, name="assignment_end", action="pairs.write"),
    route("cases/<uuid:case_id>/supervisors/add/", people.supervise, name="supervise", action="pairs.write"),
    route(
        "cases/<uuid:case_id>/supervisors/<uuid:staff_id>/end/",
        people.supervision_end,
        name="supervision_end",
        action="pairs.write",
    ),
    route("cases/<uuid:case_id>/plan/", plan.plan, name="plan", action="plan.read"),
    route("cases/<uuid:case_id>/goals/add/", plan.goal_add, name="goal_add", action="plan.write"),
    route("goals/<uuid:goal_id>/close/", plan.goal_close, name="goal_close", action="plan.write"),
    route("cases/<uuid:case_id>/measures/add/", plan.measure_add, name="measure_add", action="plan.write"),
    route("measures/<uuid:measure_id>/end/", plan.measure_end, name="measure_end", action="plan.write"),
    route("cases/<uuid:case_id>/gaps/add/", plan.gap_add, name="gap_add", action="plan.write"),
    route("gaps/<uuid:gap_id>/close/", plan.gap_close, name="gap_close", action="plan.write"),
    route("cases/<uuid:case_id>/log/", cases.log, name="log", action="log.read"),
]
