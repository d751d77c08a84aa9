"""The room of casework: whom it is about."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "forms_engine.casework"
    label = "casework"
