"""Reading what people write, items and guides, with every fault told at once in Chinese."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from tongban.catalog.errors import BadItems, GuideFaulty
from tongban.catalog.facts import ItemRow, LicenceRow
from tongban.catalog.forms.definition import ID
from tongban.catalog.forms.places import SETTINGS, place_in
from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.elements import SECTIONS
from tongban.catalog.guide.faults import faults_of
from tongban.catalog.guide.names import FIELDS

ITEMS, GUIDES, LICENCES = "items.jsonl", "guides", "licences.csv"
_WORDS = {
    "missing": "缺少这一项",
    "extra_forbidden": "格式里没有这一项",
    "enum": "不是允许的取值",
    "literal_error": "不是允许的取值",
    "too_short": "不能为空",
    "string_too_short": "不能为空",
    "string_too_long": "太长，最多{max_length}个字",
    "too_long": "太多，一份里放不下，请分开",
    "int_type": "要写整数，例如 10",
    "int_parsing": "要写整数，例如 10",
    "int_from_float": "要写整数，例如 10",
    "float_type": "要写数字，例如 100",
    "float_parsing": "要写数字，例如 100",
    "finite_number": "要写数字，例如 100",
    "greater_than_equal": "不能小于 {ge:g}",
    "greater_than": "要大于 {gt:g}",
    "less_than_equal": "不能大于 {le:g}",
    "less_than": "要小于 {lt:g}",
    "string_type": "要写文字",
    "bool_type": "只能是“是”或者“否”",
    "bool_parsing": "只能是“是”或者“否”",
    "model_type": "要分项写，不能只写一个值",
    "model_attributes_type": "要分项写，不能只写一个值",
    "dict_type": "要分项写，不能只写一个值",
    "tuple_type": "要写成一列，可以有几项",
    "list_type": "要写成一列，可以有几项",
}
"""What is right, by what is wrong; in brackets the bound of the place."""
WRITTEN = {
    r"^[0-9]{2,9}$": "要写 2 到 9 位数字的区划代码，例如 320200",
    r"^([0-9]{6}|[0-9]{9}|[0-9]{12})$": "要写 6、9 或者 12 位数字的区划代码，例如 320213",
    ID: "要写小写字母、数字、“-”和“_”，最多 40 个，例如 3 或者 safety-check",
    r"^[0-9A-Z]{2,36}$": "要写大写字母和数字，2 到 36 个，例如 ZISPJY",
    r"^[a-z][a-z0-9_]{0,59}$": "要写小写字母开头的字母、数字和“_”，最多 60 个，例如 legal_rep_name",
    r"^[a-z][a-z0-9_]*$": "要写表单里一个问题的编号，例如 expires_on",
    r"^[A-Z][A-Z0-9_]{0,59}$": "要写大写字母开头的字母、数字和“_”，最多 60 个，例如 HOT_FOOD",
    r"^[a-z]+/[a-z0-9.+-]+$": "要写文件的类型，例如 application/pdf",
    r"^[0-9a-f]{64}$": "要写 64 位的摘要，只有数字和 a 到 f",
    r"^[0-9][0-9 -]{2,19}(（示例）)?$": "要写带区号的电话，只用数字、空格和“-”，例如 0510-8275 6000",
}
"""What is right where the writing is fixed, by the pattern of the place."""
# By these names the reader tells apart what may stand in one place; they are no part of the document.
_SORTS = frozenset({"Is", "AllOf", "AnyOf", "Choices", "Table"})
_REFERENCES = frozenset({"$ref", "$dynamicRef", "$recursiveRef", "$id", "$anchor", "$defs"})


def guide_of(document: Mapping[str, Any]) -> Guide:
    """Return the guide a document describes; GuideFaulty with every reason why it cannot be published."""
    try:
        guide = Guide.model_validate(document)
    except ValidationError as error:
        raise GuideFaulty(sentences(error, document)) from None
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
            message = f"{ITEMS} 第{number}行：{'；'.join(sentences(error))}。没有载入任何内容。"
            raise BadItems(message) from None
    return rows


def licence_rows(path: Path) -> list[LicenceRow]:
    """Return the licence types of a directory, none where it has no such file; BadItems with every faulty line."""
    if not (path / LICENCES).exists():
        return []
    rows, faults = [], []
    reader = csv.DictReader(io.StringIO(_text(path / LICENCES)), restkey="", restval="")
    for number, line in enumerate(reader, start=2):
        try:
            rows.append(LicenceRow.model_validate(line))
        except ValidationError as error:
            faults.append(f"第{number}行：{'；'.join(sentences(error))}")
    for column, what in (("code", "代码"), ("name", "名称")):
        counts = Counter(getattr(row, column) for row in rows)
        faults += [f"证照类型{what}重复：{value}" for value, count in counts.items() if count > 1]
    if faults:
        message = f"{LICENCES} 有{len(faults)}处问题：{'。'.join(faults)}。没有载入任何内容。"
        raise BadItems(message)
    return rows


def guide_documents(path: Path) -> list[dict[str, Any]]:
    """Return the guide documents of a directory, in the order of their file names."""
    return [toml(file) for file in sorted((path / GUIDES).glob("*.toml"))]


def toml(file: Path) -> dict[str, Any]:
    """Return what a TOML file says; BadItems if it is none."""
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


def sentences(
    error: ValidationError, document: Mapping[str, Any] | None = None, *, within: tuple[int | str, ...] = ()
) -> list[str]:
    """Return what is wrong with a document, each fault with its place.

    ``document``: what was read, so that its questions are called as they are asked; ``within``: the place in a guide of
    what was read alone.
    """
    form = (document or {}).get("form")
    return [_sentence(fault, (*within, *fault["loc"]), form) for fault in faults_in(error)]


def faults_in(error: ValidationError) -> list[ErrorDetails]:
    """Return what is wrong with a document; a list is not told to be empty of whose parts something is told already."""
    found = error.errors()
    above = {fault["loc"][:size] for fault in found for size in range(len(fault["loc"]))}
    return [fault for fault in found if not (fault["type"] == "too_short" and fault["loc"] in above)]


def _sentence(fault: ErrorDetails, loc: tuple[int | str, ...], form: object) -> str:
    where = _where([part for part in loc if part not in _SORTS], form)
    if loc and loc[-1] in _REFERENCES:
        return f"{where}：表单不能引用别处的内容"
    return f"{where}：{_said(fault)}"


def _said(fault: ErrorDetails) -> str:
    """Return what is right where something is wrong; of what only its own rule knows, the sentence of that."""
    kind = fault["type"]
    if kind == "value_error":
        return fault["msg"].removeprefix("Value error, ")
    if kind == "string_pattern_mismatch":
        return WRITTEN.get(str(fault.get("ctx", {}).get("pattern")), "写法不对")
    return _WORDS.get(kind, "写法不对").format_map(fault.get("ctx", {}))


def _where(loc: Sequence[int | str], form: object) -> str:
    """Return a place as a guide calls it, in the form as its designer does; in what is no guide as the file has it."""
    section = str(loc[0]) if loc else ""
    if section == "form":
        return " · ".join(filter(None, (FIELDS["form"], place_in(form, loc[1:]))))
    named = {**SECTIONS, "special": FIELDS["special"], "regime": FIELDS["regime"]}.get(section)
    if named is None:
        return ".".join(map(str, loc))
    if section == "regime":
        return named  # it has no parts, only sorts of text that it could be
    within = (
        f"第{part + 1}项" if isinstance(part, int) else FIELDS.get(part, SETTINGS.get(part, part)) for part in loc[1:]
    )
    return " · ".join((named, *within))
