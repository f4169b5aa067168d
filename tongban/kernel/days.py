"""The legal day: Asia/Shanghai, in one place."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def day_of(at: datetime) -> date:
    """Return the legal day of a moment: 17:00 UTC on Sunday is already Monday here."""
    if at.tzinfo is None:
        message = "a moment needs a zone"
        raise ValueError(message)
    return at.astimezone(SHANGHAI).date()


def start_of(day: date) -> datetime:
    """Return 0:00 of a legal day."""
    return datetime.combine(day, time(0), tzinfo=SHANGHAI)


def end_of(day: date) -> datetime:
    """Return 24:00 of a legal day, the moment when a limit that ends on it is over (half-open)."""
    return start_of(day + timedelta(days=1))
