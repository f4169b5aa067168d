"""Registration of the room."""

from __future__ import annotations

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The room as Django knows it."""

    name = "tongban.documents"
    default_auto_field = "django.db.models.BigAutoField"
