"""A year's notice as somebody types it, and back. What it must hold is for the room of calendars to say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tongban.orgs import api as orgs
from tongban.web.fields import Field, FieldKind

ROWS, MOST_ROWS = 10, 30
NAMES = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
_PARTS = ("name", "first", "last", "make_up")
_BLANK = dict.fromkeys(_PARTS, "")
_SEPARATORS = re.compile(r"[\s、，,；;]+")
_DAY = re.compile(r"(?:(\d{4})[年./-])?(\d{1,2})[月./-](\d{1,2})日?")
_YEAR = re.compile(r"\d{4}")
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the form: texts by field, one mapping a row, and what of it could not be read.

    ``named`` are rows that hold nothing but a name: they stay in the form and are no part of the notice.
    """

    head: Mapping[str, str]
    rows: Sequence[Mapping[str, str]]
    named: Sequence[Mapping[str, str]] = ()
    unread: Mapping[str, str] = field(default_factory=dict)

    @property
    def year(self) -> int:
        """Return the year, 0 when it is none."""
        return int(self.head["year"]) if _YEAR.fullmatch(self.head["year"]) else 0

    @property
    def lines(self) -> list[orgs.Line]:
        """Return the rows as values."""
        return [
            orgs.Line(
                row["name"], day_of(row["first"]), day_of(row["last"]), make_up_days(row["make_up"], self.year)[0]
            )
            for row in self.rows
        ]


def empty(year: int) -> Written:
    """Return the form before anything is written: the seven holidays by name."""
    head = {"year": str(year), "source": "", "published_on": "", "correction": ""}
    return Written(head, [], [_BLANK | {"name": name} for name in NAMES])


def posted(post: Mapping[str, str]) -> Written:
    """Read the form. A row of which nothing but the name is filled in is left out of the notice."""
    head = {name: post.get(name, "").strip()[:LONGEST] for name in ("year", "source", "published_on", "correction")}
    rows = [{part: post.get(f"row.{n}.{part}", "").strip()[:LONGEST] for part in _PARTS} for n in range(MOST_ROWS)]
    kept = [row for row in rows if any(row[part] for part in _PARTS[1:])]
    written = Written(head, kept, [row for row in rows if row not in kept and row["name"]])
    unread = {
        f"row.{number}.make_up": f"看不懂“{text}”。请写成 2027-02-14，多个日子用顿号隔开。"
        for number, row in enumerate(kept)
        if (text := make_up_days(row["make_up"], written.year)[1])
    }
    return replace(written, unread=unread)


def of_file(file: orgs.CalendarFile) -> Written:
    """Return the form filled in from an uploaded file."""
    published = str(file.published_on or "")
    head = {"year": str(file.year), "source": file.source, "published_on": published, "correction": ""}
    rows = [
        {
            "name": one.name,
            "first": str(one.first),
            "last": str(one.last),
            "make_up": "、".join(map(str, one.make_up)),
        }
        for one in file.holidays
    ]
    return Written(head, rows)


def day_of(text: str) -> date | None:
    """Read a day as a browser sends it; None when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def make_up_days(text: str, year: int) -> tuple[tuple[date, ...], str]:
    """Read days as people write them, and return them with the first text that is no day: 2027-02-14、2月28日."""
    days: list[date] = []
    for part in filter(None, _SEPARATORS.split(text)):
        day = _typed_day(part, year)
        if day is None:
            return tuple(days), part
        days.append(day)
    return tuple(days), ""


def _typed_day(text: str, year: int) -> date | None:
    found = _DAY.fullmatch(text)
    try:
        return date(int(found[1] or year), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def head_fields(written: Written, faults: Mapping[str, str]) -> list[Field]:
    """Return the fields above the rows."""
    value = written.head.get
    return [
        Field("year", "年份", FieldKind.NUMBER, value("year", ""), error=faults.get("year", ""), width="4"),
        Field(
            "source",
            "通知的标题和文号",
            value=value("source", ""),
            hint="例如：国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号）",
            error=faults.get("source", ""),
        ),
        Field(
            "published_on",
            "公布日期",
            FieldKind.DATE,
            value("published_on", ""),
            error=faults.get("published_on", ""),
            width="10",
        ),
    ]


def correction_field(written: Written, faults: Mapping[str, str]) -> Field:
    """Return the field for the reason of a correction."""
    return Field(
        "correction",
        "更正的理由",
        FieldKind.TEXTAREA,
        written.head.get("correction", ""),
        hint="这一年已经按正式通知生效、现在要更正时填写。理由留在这份日历里，供复核和查阅。",
        error=faults.get("correction", ""),
        required=False,
    )


def row_fields(written: Written, faults: Mapping[str, str]) -> list[list[Field]]:
    """Return the fields of every row, the empty ones at the end too; a file may hold more than the form has rows."""
    rows = [*written.rows, *written.named]
    rows += [_BLANK] * (ROWS - len(rows))
    return [_row(number, row, faults) for number, row in enumerate(rows)]


def _row(number: int, row: Mapping[str, str], faults: Mapping[str, str]) -> list[Field]:
    kinds = {"first": FieldKind.DATE, "last": FieldKind.DATE}
    labels = {"name": "节日", "first": "放假第一天", "last": "放假最后一天", "make_up": "调休上班"}
    return [
        Field(
            f"row.{number}.{part}",
            labels[part],
            kinds.get(part, FieldKind.TEXT),
            row[part],
            error=faults.get(f"row.{number}.{part}", ""),
        )
        for part in _PARTS
    ]
