"""Registration of the room."""

from __future__ import annotations

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The room as Django knows it."""

    name = "tongban.config"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Wire the adapters once every room is registered."""
        from tongban.config.wiring import wire  # noqa: PLC0415 -- models can be imported only now

        wire()
