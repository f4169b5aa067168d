"""Reading a file that somebody uploads: its encoding, its form, and its lines one after another.

A file is text: CSV with a head of known columns, or JSON, as one list or one object a line. Nothing in it is ever
carried out: a cell that begins with = is the text it is. Archives and spreadsheets are not opened, so that nothing can
unfold to more than was sent.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tongban.catalog.directory.errors import UnreadableFile

LARGEST = 20 * 1024 * 1024
MOST_LINES = 100_000
LONGEST_CELL = 4000
ENCODINGS = {"utf-8-sig": "UTF-8（带标记）", "utf-8": "UTF-8", "gb18030": "GBK", "utf-16": "UTF-16"}
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_BINARY = (
    (b"PK", "这是电子表格或者压缩包。请在表格软件里另存为 CSV 再上传，压缩包要先解开。"),
    (b"\x1f\x8b", "这是压缩包，请解开后上传里面的 CSV 或者 JSON 文件。"),
    (b"\xd0\xcf\x11\xe0", "这是旧版电子表格。请在表格软件里另存为 CSV 再上传。"),
    (b"%PDF", "这是 PDF 文件，请上传 CSV 或者 JSON 文件。"),
)
_BROKEN_OFF = "unexpected end of data"
Cells = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file as it was written: ``number`` as an editor shows it; ``fault``: why it cannot be read."""

    number: int
    cells: Cells
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A file as text, with the encoding it was found to have."""

    encoding: str
    text: str


def text_of(data: bytes) -> Text:
    """Return a file as text: by its mark, else as UTF-8, else as GBK (GB 18030); UnreadableFile for anything else."""
    if len(data) > LARGEST:
        raise UnreadableFile(f"文件超过 {LARGEST // 1024 // 1024} MB，没有导入。请分成几个文件。")
    for beginning, sentence in _BINARY:
        if data.startswith(beginning):
            raise UnreadableFile(f"{sentence}没有导入任何内容。")
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "gb18030"]:
        try:
            return _plain(encoding, data.decode(encoding))
        except UnicodeDecodeError as error:
            if error.reason == _BROKEN_OFF:
                break  # everything before is UTF-8, so that it is none of the other encoding either
    raise UnreadableFile("认不出文件的编码，或者文件不完整，没有导入任何内容。请保存为 UTF-8 或者 GBK 编码后重新上传。")


def lines_of(text: str, columns: Mapping[str, str], required: frozenset[str]) -> Iterator[Line]:
    """Yield the lines of a file. ``columns``: what a head may say, and the name of the column it means.

    UnreadableFile for a head with unknown columns or without a required one, and for a file that breaks off.
    """
    found = _json(text, columns) if text.lstrip()[:1] in {"[", "{"} else _csv(text, columns, required)
    for count, line in enumerate(found, start=1):
        if count > MOST_LINES:
            raise UnreadableFile(f"文件超过 {MOST_LINES} 行，没有导入任何内容。请分成几个文件。")
        yield line


def _plain(encoding: str, text: str) -> Text:
    if "\0" in text:
        raise UnreadableFile(
            "文件里有不是文字的内容，没有导入任何内容。请保存为 UTF-8 或者 GBK 编码的 CSV 后重新上传。"
        )
    if not text.strip():
        raise UnreadableFile("文件是空的，没有导入任何内容。")
    return Text(encoding, text)


def _csv(text: str, columns: Mapping[str, str], required: frozenset[str]) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        head = _head(next(reader), columns, required)
        before = reader.line_num
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _line(before + 1, head, cells)
            before = reader.line_num
    except csv.Error:
        raise UnreadableFile(
            f"第{reader.line_num}行读不下去：引号没有成对，或者文件不完整。没有导入任何内容，请核对后重新上传。"
        ) from None


def _head(cells: list[str], columns: Mapping[str, str], required: frozenset[str]) -> list[str]:
    said = [cell.strip() for cell in cells]
    if unknown := [cell for cell in said if cell and cell not in columns]:
        raise UnreadableFile(f"第一行有不认识的列：{'、'.join(unknown)[:200]}。没有导入任何内容，列名见样例文件。")
    head = [columns.get(cell, "") for cell in said]
    if twice := sorted({cell for cell, name in zip(said, head, strict=True) if name and head.count(name) > 1}):
        raise UnreadableFile(f"第一行的列重复：{'、'.join(twice)}。没有导入任何内容。")
    if missing := sorted(required - set(head)):
        names = {name: said for said, name in reversed(list(columns.items()))}
        raise UnreadableFile(f"缺少必需的列：{'、'.join(names[one] for one in missing)}。没有导入任何内容。")
    return head


def _line(number: int, head: list[str], cells: list[str]) -> Line:
    fault = f"有{len(cells)}列，第一行有{len(head)}列" if len(cells) > len(head) else ""
    return Line(number, {name: cell.strip() for name, cell in zip(head, cells, strict=False) if name}, fault)


def _json(text: str, columns: Mapping[str, str]) -> Iterator[Line]:
    if text.lstrip().startswith("["):
        return (_object(number, one, columns) for number, one in enumerate(_loaded(text), start=1))
    return (
        _object(number, _loaded(line, number), columns)
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip()
    )


def _loaded(text: str, first: int = 1) -> Any:  # noqa: ANN401 - any JSON
    """Return what a text says; ``first``: which line of the file its first line is."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"第{first + error.lineno - 1}行第{error.colno}个字起读不懂，不是完整的 JSON"
    except (ValueError, RecursionError):
        where = f"第{first}行起括号套得太深，不是完整的 JSON"
    raise UnreadableFile(f"{where}。没有导入任何内容，请核对后重新上传。")


def _object(number: int, one: Any, columns: Mapping[str, str]) -> Line:  # noqa: ANN401 - any JSON
    if not isinstance(one, dict):
        return Line(number, {}, "应当是一个对象，例如 {“事项名称”：“……”}")
    unknown = ["".join(filter(str.isprintable, key))[:30] for key in one if key not in columns]
    fault = f"有不认识的列：{'、'.join(unknown)[:100]}" if unknown else ""
    return Line(number, {columns[key]: value for key, value in one.items() if key in columns}, fault)
