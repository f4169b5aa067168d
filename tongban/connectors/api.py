"""The door of the room."""

from __future__ import annotations

from tongban.connectors.configuring import BadConfiguration, at_windows, configured, notes, read, sample_settings
from tongban.connectors.letters import Mail
from tongban.connectors.tasks import tell_logouts

__all__ = [
    "BadConfiguration",
    "Mail",
    "at_windows",
    "configured",
    "notes",
    "read",
    "sample_settings",
    "tell_logouts",
]
