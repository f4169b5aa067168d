"""The verbs of the room: starting and ending clocks, and counting them anew."""

from __future__ import annotations

from tongban.duties.services.recounting import recompute
from tongban.duties.services.running import lapse, lift, meet, start

__all__ = ["lapse", "lift", "meet", "recompute", "start"]
