"""Registration of the room."""

from __future__ import annotations

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """The room as Django knows it."""

    name = "tongban.messages"
    # Django has an app of its own called messages.
    label = "party_messages"
    default_auto_field = "django.db.models.BigAutoField"
