"""Addresses of the pages that gather from every room."""

from forms_engine.access.gate import route
from forms_engine.project import views

app_name = "project"
urlpatterns = [
    route("", views.today, name="today", action="today.read"),
]
