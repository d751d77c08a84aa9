"""The invented town of the demo: nobody in it exists. Its words lie in ``forms_engine/project/demo_data``."""

from __future__ import annotations

from forms_engine.project.demo.content import Login, logins

__all__ = ["Login", "logins"]
