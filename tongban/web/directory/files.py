"""Lists to take away, as a spreadsheet or as CSV. Every cell is text: nothing in it can become a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain

from django.http import HttpResponse, StreamingHttpResponse
from xlsxwriter import Workbook

from tongban.kernel.days import SHANGHAI
from tongban.kernel.wording import day_text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = ("xlsx", "csv")
_CALCULATED = ("=", "+", "-", "@", "\t", "\r")
Heads = Sequence[tuple[str, int]]


def handed_out(
    kind: str, *, name: str, title: str, heads: Heads, rows: Iterable[Sequence[str]], at: datetime
) -> HttpResponse:
    """Return a file of the rows. ``name``: of the file, without its ending; ``heads``: with the widths of columns."""
    make, media = (_csv, "text/csv; charset=utf-8") if kind == "csv" else (_xlsx, XLSX)
    response = HttpResponse(make(title, heads, rows, at), content_type=media)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{at.astimezone(SHANGHAI):%Y%m%d}.{kind}"'
    return response


def streamed(*, name: str, heads: Heads, rows: Iterable[Sequence[str]], at: datetime) -> StreamingHttpResponse:
    """Return rows as CSV of any length, each sent when it is made: nothing is left out and nothing piles up."""
    lines = chain([[head for head, _ in heads]], rows)
    parts = chain(["\ufeff".encode()], (_line(row) for row in lines))
    response = StreamingHttpResponse(parts, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{at:%Y%m%d}.csv"'
    return response


def _line(row: Sequence[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerow([_text(cell) for cell in row])
    return out.getvalue().encode()


def plain_csv(heads: Iterable[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as CSV that spreadsheets open as UTF-8 and calculate nothing of."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(list(heads))
    writer.writerows([_text(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _csv(_title: str, heads: Heads, rows: Iterable[Sequence[str]], _at: datetime) -> bytes:
    return plain_csv([head for head, _ in heads], rows)


def _text(cell: str) -> str:
    """Keep a spreadsheet from calculating what is text, by the mark it shows nobody."""
    return f"'{cell}" if cell.startswith(_CALCULATED) else cell


def _xlsx(title: str, heads: Heads, rows: Iterable[Sequence[str]], at: datetime) -> bytes:
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "constant_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet("清单")
        bold = book.add_format({"bold": True})
        page.write_string(0, 0, title, bold)
        page.write_string(1, 0, f"由现行办事指南算出，统计于{day_text(at.astimezone(SHANGHAI).date())}")
        for column, (head, width) in enumerate(heads):
            page.set_column(column, column, width)
            page.write_string(2, column, head, bold)
        for line, row in enumerate(rows, start=3):
            for column, text in enumerate(row):
                page.write_string(line, column, text)
        page.freeze_panes(3, 0)
    return out.getvalue()
