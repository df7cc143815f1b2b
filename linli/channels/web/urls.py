"""The pages' addresses, by who stands there."""

from django.urls import include, path

from linli.channels.web import health

ROOM = "linli.channels.web."

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include(ROOM + "resident.urls")),
    path("", include(ROOM + "open.urls")),
    path("", include(ROOM + "steward.urls")),
    path("", include(ROOM + "desk.urls")),
    path("", include(ROOM + "case.urls")),
    path("", include(ROOM + "party.urls")),
    path("", include(ROOM + "street.urls")),
]
