"""Addresses of the instruments room."""

from forms_engine.access.gate import route
from instruments import views

app_name = "instruments"
_ONE = "instruments/<uuid:version_id>/"
urlpatterns = [
    route("instruments/", views.instrument_list, name="instruments", action="instrument.list"),
    route(_ONE, views.version, name="version", action="instrument.list"),
    route(f"{_ONE}translations/new/", views.translation_new, name="translation_new", action="translation.add"),
    route(f"{_ONE}to-translate.json", views.to_translate, name="to_translate", action="translation.add"),
]
