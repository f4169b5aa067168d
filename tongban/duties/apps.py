"""Registration of the room."""

from __future__ import annotations

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """The room as Django knows it."""

    name = "tongban.duties"
    default_auto_field = "django.db.models.BigAutoField"
