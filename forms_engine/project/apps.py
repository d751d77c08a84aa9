"""The room that wires the others together."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "forms_engine.project"
    label = "project"
