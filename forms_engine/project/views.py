"""Today: what waits for the person who signed in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """The day."""
    return render(request, "project/today.html", {"day": timezone.localdate()})
