"""Addresses of the access room. Those without an action are named in the gate's own list."""

from django.urls import path

from forms_engine.access import views
from forms_engine.access.gate import route

app_name = "access"
urlpatterns = [
    route("staff/", views.staff, name="staff", action="staff.manage"),
    route("staff/new/", views.staff_new, name="staff_new", action="staff.manage"),
    route("staff/<uuid:staff_id>/", views.staff_edit, name="staff_edit", action="staff.manage"),
    route("staff/<uuid:staff_id>/invite/", views.staff_invite, name="staff_invite", action="staff.manage"),
    route("services/", views.service_list, name="services", action="service.manage"),
    route("services/<uuid:service_id>/close/", views.service_close, name="service_close", action="service.manage"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("language/", views.language, name="language"),
]
