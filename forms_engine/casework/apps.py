"""The room of casework: whom it is about."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "forms_engine.casework"
    label = "casework"

    def ready(self) -> None:
        from forms_engine.casework.tabs import Tab, add_tab

        add_tab(Tab("plan", _("Plan"), "casework:plan", "plan.read", 30))
        add_tab(Tab("people", _("People"), "casework:people", "case.read", 40))
        add_tab(Tab("log", _("Log"), "casework:log", "log.read", 60))
