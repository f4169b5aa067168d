"""Registration of the room."""

from __future__ import annotations

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The room as Django knows it."""

    name = "tongban.config"
    default_auto_field = "django.db.models.BigAutoField"
