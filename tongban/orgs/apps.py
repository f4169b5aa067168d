"""Registration of the room."""

from __future__ import annotations

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """The room as Django knows it."""

    name = "tongban.orgs"
    default_auto_field = "django.db.models.BigAutoField"
