"""Dates as people read them."""

from __future__ import annotations

from datetime import date

_WEEKDAYS = "一二三四五六日"


def day_text(day: date) -> str:
    """Return 2026年11月23日（周一）."""
    return f"{day.year}年{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）"
