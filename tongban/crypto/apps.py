"""Registration of the room."""

from __future__ import annotations

from django.apps import AppConfig


class CryptoConfig(AppConfig):
    """The room as Django knows it."""

    name = "tongban.crypto"
    default_auto_field = "django.db.models.BigAutoField"
