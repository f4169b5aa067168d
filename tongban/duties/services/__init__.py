"""The verbs of the room: starting, stopping, extending and ending clocks, and counting them anew."""

from __future__ import annotations

from tongban.duties.services.pausing import extend, pause, resume
from tongban.duties.services.recounting import recompute
from tongban.duties.services.running import lapse, lift, meet, start

__all__ = ["extend", "lapse", "lift", "meet", "pause", "recompute", "resume", "start"]
