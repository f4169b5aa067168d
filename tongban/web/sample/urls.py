"""Addresses of the sample city's own pages."""

from __future__ import annotations

from django.urls import path

from tongban.web.sample import outbox, people

app_name = "sample"
urlpatterns = [
    path("", people.people, name="people"),
    path("outbox/", outbox.outbox, name="outbox"),
]
