"""Reading what people write, items and guides, with every fault told at once in Chinese."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tongban.catalog.errors import BadItems, GuideFaulty
from tongban.catalog.facts import ItemRow
from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.faults import faults_of

ITEMS, GUIDES = "items.jsonl", "guides"
_WORDS = {
    "missing": "缺少这一项",
    "extra_forbidden": "格式里没有这一项",
    "enum": "不是允许的取值",
    "literal_error": "不是允许的取值",
    "too_short": "不能为空",
    "string_too_short": "不能为空",
    "string_too_long": "太长",
}


def guide_of(document: Mapping[str, Any]) -> Guide:
    """Return the guide a document describes; GuideFaulty with every reason why it cannot be published."""
    try:
        guide = Guide.model_validate(document)
    except ValidationError as error:
        raise GuideFaulty(_sentences(error)) from None
    if faults := faults_of(guide):
        raise GuideFaulty(faults)
    return guide


def canonical(guide: Guide) -> str:
    """Return the one spelling of a document that its digest is taken of: sorted keys, no blanks, UTF-8."""
    document = guide.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def item_rows(path: Path) -> list[ItemRow]:
    """Return the items of a directory; BadItems with the line that cannot be read."""
    rows = []
    for number, line in enumerate(_text(path / ITEMS).splitlines(), start=1):
        try:
            rows.append(ItemRow.model_validate_json(line))
        except ValidationError as error:
            message = f"{ITEMS} 第{number}行：{'；'.join(_sentences(error))}。没有载入任何内容。"
            raise BadItems(message) from None
    return rows


def guide_documents(path: Path) -> list[dict[str, Any]]:
    """Return the guide documents of a directory, in the order of their file names."""
    return [_document(file) for file in sorted((path / GUIDES).glob("*.toml"))]


def _document(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(file))
    except tomllib.TOMLDecodeError as error:
        message = f"{file.name} 不是正确的 TOML 文件（{error}）。没有载入任何内容。"
        raise BadItems(message) from None


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        message = f"读不到资料文件 {file.name}，没有载入任何内容。"
        raise BadItems(message) from None


def _sentences(error: ValidationError) -> list[str]:
    return [_sentence(fault["type"], ".".join(map(str, fault["loc"])), fault["msg"]) for fault in error.errors()]


def _sentence(kind: str, where: str, message: str) -> str:
    own = message.removeprefix("Value error, ") if kind == "value_error" else "写法不对"
    return f"{where}：{_WORDS.get(kind, own)}"
