"""A guide as one readable file: written so that reading it gives the same digest, read with every fault told."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tongban.catalog.guide.content import GuideContent
from tongban.catalog.revising import rules
from tongban.catalog.revising.assessing import section_sentences
from tongban.catalog.revising.errors import BadGuideFile

LARGEST_FILE = rules.LARGEST
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_PLACE = re.compile(r"at (?:line (\d+), column (\d+)|end of document)")
_LONG = 60
# The order of the elements in a file; what is not named follows.
_ORDER = (
    "schema_version",
    "regime",
    "basics",
    "department",
    "windows",
    "criteria",
    "materials",
    "process",
    "special",
    "limits",
    "fees",
    "results",
    "legal",
    "questions",
    "contacts",
    "rights",
    "remedies",
    "form",
)


def to_toml(document: Mapping[str, Any]) -> str:
    """Write a document as a TOML file: plain keys first, then one table an element, lists of tables one by one."""
    ordered = {name: document[name] for name in (*_ORDER, *sorted(set(document) - set(_ORDER))) if name in document}
    return "\n".join(_table(ordered, ())).strip() + "\n"


def read_file(data: bytes) -> dict[str, Any]:
    """Read a guide from a TOML or JSON file; BadGuideFile with the line for one that is neither.

    What it says may still be incomplete or faulty as a guide: that is told before anybody takes it over. Only what the
    editor could not show is refused (BadGuideFile, every place named): parts that a guide does not have, as of a file
    that is no table at all, and a form that reaches outside, has unknown words or runs patterns that are refused.
    """
    if len(data) > LARGEST_FILE:
        raise BadGuideFile("文件超过1兆，办事指南没有这么大。没有载入任何内容。")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        raise BadGuideFile(f"第{line}行有不是 UTF-8 的文字，请另存为 UTF-8 再试。没有载入任何内容。") from None
    found = _json(text) if text.lstrip().startswith("{") else _toml(text)
    document = rules.plain(found)
    if not isinstance(document, dict) or not rules.fits(document):
        raise BadGuideFile("文件里有存不下的内容（控制字符、过大的数字或者过深的层次）。没有载入任何内容。")
    if faults := _refused(document):
        raise BadGuideFile(f"有{len(faults)}处不能载入，请改好再试，没有载入任何内容：{'；'.join(faults)}。")
    return document


def _refused(document: Mapping[str, Any]) -> list[str]:
    """Return what no editor could mend once it was taken: parts that a guide does not have, a form that is refused."""
    strange = [f"办事指南里没有“{name}”这一部分" for name in document if name not in GuideContent.model_fields]
    return [*strange, *(section_sentences(document, "form") if "form" in document else [])]


def _toml(text: str) -> object:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        found = _PLACE.search(str(fault))
        where = f"第{found[1]}行第{found[2]}列" if found and found[1] else "文件末尾"
        raise BadGuideFile(f"{where}不是正确的 TOML 写法，请核对引号、括号和等号。没有载入任何内容。") from None
    except RecursionError:
        raise BadGuideFile from None


def _json(text: str) -> object:
    try:
        return json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as fault:
        message = f"第{fault.lineno}行第{fault.colno}列不是正确的 JSON 写法，请核对引号、括号和逗号。没有载入任何内容。"
        raise BadGuideFile(message) from None
    except RecursionError:
        raise BadGuideFile from None


def _refuse(_: str) -> object:
    raise BadGuideFile


def _table(values: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """Write a table: what fits on a line first, because a line after a table header would belong to that table."""
    below = {name: one for name, one in values.items() if _stands_apart(one)}
    yield from (f"{_key(name)} = {_value(one)}" for name, one in values.items() if name not in below)
    for name, one in below.items():
        where = (*path, name)
        head = ".".join(map(_key, where))
        if isinstance(one, Mapping):
            yield from ("", f"[{head}]", *_table(one, where))
        else:
            for row in one:
                yield from ("", f"[[{head}]]", *_table(row, where))


def _stands_apart(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(isinstance(one, (Mapping, list)) for one in value.values()) or len(_value(value)) > _LONG
    return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(name)} = {_value(one)}" for name, one in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, Sequence):
        return f"[{', '.join(map(_value, value))}]"
    return repr(value)


def _text(text: str) -> str:
    """Write a text on one line: TOML escapes like JSON, which leaves Chinese as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
