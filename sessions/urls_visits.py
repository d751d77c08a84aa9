"""Addresses of visits, ratings, the picture and alerts."""

from django.urls import URLPattern

visit_routes: list[URLPattern] = []
