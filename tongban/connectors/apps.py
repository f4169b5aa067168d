"""Registration of the room."""

from __future__ import annotations

from django.apps import AppConfig


class ConnectorsConfig(AppConfig):
    """The room as Django knows it."""

    name = "tongban.connectors"
    default_auto_field = "django.db.models.BigAutoField"
