"""Dates and sentences as people read them."""

from __future__ import annotations

import re
from datetime import date

_WEEKDAYS = "一二三四五六日"
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
# A mark with Chinese on either side belongs to a Chinese sentence; 1,200 and 24:00 and flk.npc.gov.cn have none.
_MARK = re.compile(rf"(?<=[{_HAN}）》”])\s*([,;:!?])\s*|\s*([,;:!?])\s*(?=[{_HAN}（《“])")
_BRACKETS = re.compile(rf"(?<=[{_HAN}])\(([^()]*)\)|\(([^()]*[{_HAN}][^()]*)\)")
_REMARK = re.compile(r"（[^（）]*(?:待核定|凭记忆)[^（）]*）")
_WIDE = dict(zip(",;:!?", "，；：！？", strict=True))


def day_text(day: date) -> str:
    """Return 2026年11月23日（周一）."""
    return f"{day.year}年{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）"


def without_remarks(text: str) -> str:
    """Return a text as it goes to people: without what is in brackets for staff only (凭记忆, 待核定 and the like)."""
    return _REMARK.sub("", text)


def punctuated(text: str) -> str:
    """Return a Chinese text with its commas, colons and brackets in full width, as GB/T 15834 writes them.

    What stands between figures or Latin letters stays as it is. A mark made wide can make the one beside it stand in
    Chinese, as in brackets within brackets: this goes on until nothing changes, and each round leaves fewer to change.
    """
    while (wider := _widened(text)) != text:
        text = wider
    return text


def _widened(text: str) -> str:
    text = _BRACKETS.sub(lambda found: f"（{found[1] if found[1] is not None else found[2]}）", text)
    return _MARK.sub(lambda found: _WIDE[found[1] or found[2]], text)
