"""The list of limits as a spreadsheet. Every cell is written as text: nothing that was typed can become a formula."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook

from tongban.kernel.days import SHANGHAI
from tongban.kernel.wording import day_text
from tongban.web.watch.rows import Row

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADS = (
    ("灯号", 14),
    ("时限", 18),
    ("到期日", 24),
    ("剩余工作日", 12),
    ("暂估", 8),
    ("责任部门", 30),
    ("办件编号", 28),
    ("事项", 36),
    ("依据", 60),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """Who took a list away, when, what for, and the serial number by which a copy is traced."""

    by: str
    at: datetime
    purpose: str
    serial: str

    @property
    def words(self) -> str:
        """Return the line that stands on the list, and at the foot of every printed page of it."""
        here = self.at.astimezone(SHANGHAI)
        when = f"{day_text(here.date())}{here:%H:%M}"
        return f"{self.by} 导出于 {when}，用于{self.purpose}，仅限工作使用，序列号 {self.serial}"


def sheet(rows: Iterable[Row], *, title: str, mark: Mark, left_out: int = 0) -> bytes:
    """Return an .xlsx of the rows; its first lines say what it is, who took it and when, and how much is left out."""
    out = BytesIO()
    with Workbook(out, {"in_memory": True, "constant_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet("时限")
        bold = book.add_format({"bold": True})
        page.write_string(0, 0, f"时限督办：{title}", bold)
        page.write_string(1, 0, mark.words)
        page.set_footer(f"&L{mark.words.replace('&', '&&')}&R&P/&N")
        book.set_properties({"title": f"时限督办：{title}", "author": mark.by, "comments": mark.words})
        if left_out:
            page.write_string(
                2, 0, f"太长，只列出最紧急的部分，另有 {left_out} 个时限没有列出。请先按部门或者种类筛选。", bold
            )
        for column, (head, width) in enumerate(HEADS):
            page.set_column(column, column, width)
            page.write_string(3, column, head, bold)
        for line, row in enumerate(rows, start=4):
            for column, text in enumerate(_cells(row)):
                page.write_string(line, column, text)
        page.freeze_panes(4, 0)
    return out.getvalue()


def _cells(row: Row) -> tuple[str, ...]:
    clock = row.clock
    return (
        clock.light_name,
        clock.name,
        day_text(clock.due_date) if clock.due_date else "",
        str(clock.left) if clock.due_date else "",
        "暂估" if clock.estimated else "",
        row.department,
        row.number,
        row.what,
        clock.basis,
    )
