"""Registration of the room."""

from __future__ import annotations

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """The room as Django knows it."""

    name = "tongban.privacy"
    default_auto_field = "django.db.models.BigAutoField"
