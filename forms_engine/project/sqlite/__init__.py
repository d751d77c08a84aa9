"""A database backend for Django (``forms_engine.project.sqlite``): SQLite with a queue for writers, see base.py."""
