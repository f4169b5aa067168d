"""What a line changes, in words: what is there now, and what the file says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tongban.catalog import api as catalog
from tongban.catalog.directory import api as directory

NOTHING = "（空）"


@dataclass(frozen=True, slots=True)
class Changed:
    """A column of a line: its name, what was there when the file was read, and what the file says."""

    title: str
    before: str
    after: str


def changed(line: directory.DirectoryLine) -> list[Changed]:
    """Return the columns that a line changes."""
    return [
        Changed(directory.COLUMN_TITLES[name], _text(name, line.before.get(name)), _text(name, line.values.get(name)))
        for name in line.differs
    ]


def _text(name: str, value: Any) -> str:  # noqa: ANN401 - a value of a line, JSON
    if name == "gone":
        return "不在目录里" if value else "在目录里"
    if name == "legal":
        return "；".join(map(_law, value or ())) or NOTHING
    if name == "type":
        return catalog.label(catalog.ItemType(value))
    if isinstance(value, list):
        return "、".join(_words(name, value)) or NOTHING
    return str(value or NOTHING)


def _words(name: str, values: Iterable[str]) -> list[str]:
    kinds = {"levels": catalog.Level, "audiences": catalog.Audience}
    return [catalog.label(kinds[name](one)) if name in kinds else one for one in values]


def _law(law: dict[str, Any]) -> str:
    return f"《{law['law']}》{'、'.join(f'第{article}条' for article in law.get('articles', ()))}"
