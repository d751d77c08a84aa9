"""Addresses of the exports room."""

from exports import views
from forms_engine.access.gate import route

app_name = "exports"
urlpatterns = [
    route("cases/<uuid:case_id>/shares/", views.shares, name="shares", action="share.read"),
    route(
        "cases/<uuid:case_id>/shares/new/<slug:profile_key>/", views.share_new, name="share_new", action="share.order"
    ),
    route("packages/<uuid:package_id>/", views.package, name="package", action="package.read"),
    route("packages/<uuid:package_id>/status/", views.package_status, name="package_status", action="package.read"),
    route("packages/<uuid:package_id>/pdf/", views.package_pdf, name="package_pdf", action="package.read"),
    route("packages/<uuid:package_id>/json/", views.package_json, name="package_json", action="package.read"),
    route("packages/<uuid:package_id>/retry/", views.package_retry, name="package_retry", action="package.read"),
]
