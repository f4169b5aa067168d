"""The door of the room."""

from __future__ import annotations

from tongban.connectors.configuring import BadConfiguration, at_windows, configured, read, sample_settings
from tongban.connectors.tasks import tell_logouts

__all__ = ["BadConfiguration", "at_windows", "configured", "read", "sample_settings", "tell_logouts"]
