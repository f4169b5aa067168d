"""What the lines of a file say: entries of the basic directory, and implementations; every fault of a line at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from tongban.catalog.directory.codes import basic_faults, implementation_faults
from tongban.catalog.directory.reading import LONGEST_CELL, Cells
from tongban.catalog.guide.labels import label
from tongban.catalog.guide.terms import TYPE_CODES, Audience, ItemState, ItemType, Level
from tongban.kernel.codes.local import LocalBasicItemCode, LocalItemCode
from tongban.kernel.codes.text import clean
from tongban.kernel.errors import Broken
from tongban.kernel.law import numeral

# What a head may say, and the column it means. The first of several is the one the sample file has.
ENTRY_COLUMNS = {
    "本地编码": "code",
    "基本编码": "basic_code",
    "事项名称": "name",
    "事项类型": "type",
    "设定依据": "legal",
    "行使层级": "levels",
    "主管部门": "line",
    "服务对象": "audiences",
}
ITEM_COLUMNS = {
    "事项编码": "code",
    "基本目录": "basic",
    "实施部门": "department",
    "办理地区": "region",
    "实施编码": "implementation_code",
    "服务对象": "audiences",
    "主题": "themes",
    "常用说法": "search_words",
    "状态": "state",
}
ENTRY_COLUMNS |= {name: name for name in ENTRY_COLUMNS.values()}
ITEM_COLUMNS |= {name: name for name in ITEM_COLUMNS.values()}
# A column that a file does not have leaves what is there as it is.
OPTIONAL = frozenset({"legal", "levels", "line", "audiences", "themes", "search_words", "implementation_code"})
ENTRY_REQUIRED, ITEM_REQUIRED = frozenset({"name", "type"}), frozenset({"basic", "department"})
LONGEST_NAME, LONGEST_WORD, MOST_WORDS, MOST_LAWS = 200, 40, 30, 50
MOST_CHOICES = 20
_SEPARATORS = re.compile(r"[、,，;；|/\s]+")
_LAW = re.compile(r"《([^《》]{1,120})》([^《》]*)")
_ARTICLE = re.compile(r"第([0-9]{1,4}|[零一二三四五六七八九十百千]{1,9})条")
# What nobody sees, what turns the reading round, and halves of characters, which no database keeps.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
Word = TypeVar("Word")


@dataclass(frozen=True, slots=True)
class Around:
    """What a file can name: the lines of departments by code or name, departments by code or name, regions."""

    lines: Mapping[str, str]
    departments: Mapping[str, Department]
    regions: frozenset[str]
    province: str


@dataclass(frozen=True, slots=True)
class Department:
    """What has to be known of a department."""

    code: str
    region: str
    credit_code: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is inherited of an entry."""

    code: str
    basic_code: str
    type: str
    gone: bool = False


@dataclass
class Read:
    """A line being read: the values found, by the names of columns of the table, and what is wrong with it."""

    cells: Cells
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def text(self, name: str, title: str, longest: int, *, needed: bool = False) -> str:
        """Return a cell as text; a fault where it is too long, holds what nobody can see, or is not there."""
        given = self.cells.get(name)
        if isinstance(given, dict | list):
            self.faults.append(f"{title}应当是文字")
        said = "" if given is None else str(given).strip()
        if needed and not said:
            self.faults.append(f"没有写{title}")
        if len(said) > longest:
            self.faults.append(f"{title}太长，最多{longest}个字")
        return self._seen(said, title)[:longest]

    def _seen(self, said: str, title: str) -> str:
        """Return a text without what nobody can see, which is a fault."""
        if _UNSEEN.search(said):
            self.faults.append(f"{title}里有看不见的字符")
        return _UNSEEN.sub("", said)

    def list(self, name: str, title: str, *, longest: int = LONGEST_WORD) -> list[str]:
        """Return a cell of several words, each once, in their order; in JSON it may be a list."""
        given = self.cells.get(name)
        if isinstance(given, list):
            words = [self._seen(str(one).strip(), title) for one in given]
        else:
            words = _SEPARATORS.split(self.text(name, title, LONGEST_CELL))
        found = list(dict.fromkeys(word for word in words if word))
        if len(found) > MOST_WORDS or any(len(word) > longest for word in found):
            self.faults.append(f"{title}最多{MOST_WORDS}个，每个最多{longest}个字")
        return [word[:longest] for word in found[:MOST_WORDS]]

    def code(self, name: str, title: str, parse: Callable[[str], Any]) -> str:
        """Return a code in its one spelling; a fault where it has not the form."""
        said = clean(self.text(name, title, 60))
        if said:
            try:
                parse(said)
            except Broken as refusal:
                self.faults.append(refusal.message.rstrip("。"))
        return said

    def choice(self, title: str, said: str, choices: Mapping[str, Word], *, also: str = "") -> Word | None:
        """Return what a word means; a fault where it is none of the choices. ``also``: what may be written too."""
        if said and said not in choices:
            self.faults.append(f"{title}没有“{said[:LONGEST_WORD]}”，只能是：{_shown(choices)}{also}")
        return choices.get(said)


def entry_of(cells: Cells, around: Around, known: Mapping[str, str]) -> Read:
    """Read a line of the basic directory. ``known``: national codes that exactly one entry has, with its code.

    Without a local code the line is that of the entry with its national code, else a new one named by that code.
    """
    read = Read(cells)
    kind = read.choice("事项类型", read.text("type", "事项类型", 20, needed=True), type_words())
    basic_code = clean(read.text("basic_code", "基本编码", 60))
    if basic_code:
        read.faults += [one.rstrip("。") for one in basic_faults(basic_code, kind=kind, province=around.province)]
    code = read.code("code", "本地编码", LocalBasicItemCode.parse)
    if not code and not basic_code:
        read.faults.append("本地编码和基本编码至少写一个")
    levels = [read.choice("行使层级", word, level_words()) for word in read.list("levels", "行使层级")]
    audiences = [read.choice("服务对象", word, audience_words()) for word in read.list("audiences", "服务对象")]
    said = read.text("line", "主管部门", 60)
    found = {
        "code": code or known.get(basic_code) or (f"{LocalBasicItemCode.prefix}{basic_code}" if basic_code else ""),
        "basic_code": basic_code,
        "name": read.text("name", "事项名称", LONGEST_NAME, needed=True),
        "type": kind.value if kind else "",
        "legal": _laws(read),
        "levels": sorted({one.value for one in levels if one}),
        "line": read.choice("主管部门", said, around.lines, also=_line_codes(around)) or "",
        "audiences": [one.value for one in dict.fromkeys(audiences) if one],
    }
    read.values = _said(found, cells)
    return read


def item_of(cells: Cells, around: Around, entries: Mapping[str, Entry]) -> Read:
    """Read a line of implementations. ``entries``: entries by their code, and by a national code that only one has."""
    read = Read(cells)
    entry = _entry(read, entries)
    said = read.text("department", "实施部门", 60, needed=True)
    department = around.departments.get(said) or around.departments.get(clean(said))
    if said and department is None:
        read.faults.append(f"没有“{said}”这个部门，请写部门编码或者全称")
    region = clean(read.text("region", "办理地区", 12)) or (department.region if department else "")
    if region and region not in around.regions:
        read.faults.append(f"没有编码为 {region[:12]} 的地区")
    audiences = [read.choice("服务对象", word, audience_words()) for word in read.list("audiences", "服务对象")]
    state = read.choice("状态", read.text("state", "状态", 10), state_words())
    found = {
        "code": read.code("code", "事项编码", LocalItemCode.parse),
        "basic": entry.code if entry else "",
        "department": department.code if department else "",
        "region": region,
        "implementation_code": _implementation(read, entry, department, region),
        "audiences": [one.value for one in dict.fromkeys(audiences) if one],
        "themes": read.list("themes", "主题"),
        "search_words": read.list("search_words", "常用说法", longest=60),
        "state": state.value if state else ItemState.DRAFT.value,
    }
    read.values = _said(found, cells)
    return read


def _said(found: dict[str, Any], cells: Cells) -> dict[str, Any]:
    """Leave out columns that the file does not have; a national code not written is not known, and not withdrawn."""
    unknown = {"basic_code"} if not found.get("basic_code") else set()
    return {name: found[name] for name in found if name not in unknown and (name not in OPTIONAL or name in cells)}


def _entry(read: Read, entries: Mapping[str, Entry]) -> Entry | None:
    said = clean(read.text("basic", "基本目录", 60, needed=True))
    entry = entries.get(said)
    if said and entry is None:
        read.faults.append(f"基本目录里没有编码为 {said[:LONGEST_WORD]} 的事项，或者这个国家编码对应几项")
    if entry and entry.gone:
        read.faults.append(f"{said} 已经不在最新的基本目录里")
    return entry


def _implementation(read: Read, entry: Entry | None, department: Department | None, region: str) -> str:
    code = clean(read.text("implementation_code", "实施编码", 60))
    if code and entry and department and region:
        read.faults += [
            one.rstrip("。")
            for one in implementation_faults(
                code,
                kind=ItemType(entry.type),
                basic_code=entry.basic_code,
                region=region,
                credit_code=department.credit_code,
            )
        ]
    return code


def _laws(read: Read) -> list[dict[str, Any]]:
    """Return the basis as ``KnownLaw`` writes it; who imports it says so, and nobody has compared it with the text."""
    given = read.cells.get("legal")
    if isinstance(given, list):
        read.cells = read.cells | {"legal": "；".join(map(str, given))}
    said = read.text("legal", "设定依据", LONGEST_CELL)
    laws = _LAW.findall(said)
    if said and not laws:
        read.faults.append("设定依据要写成《法律名称》第几条，多项用分号分开")
    if len(laws) > MOST_LAWS:
        read.faults.append(f"设定依据最多{MOST_LAWS}项")
    found: dict[str, dict[str, Any]] = {}
    for law, rest in laws[:MOST_LAWS]:
        row = found.setdefault(law, {"law": law, "law_verified": False, "article_verified": False})
        articles = [*row.get("articles", ()), *map(_number, _ARTICLE.findall(rest))]
        if articles:
            row["articles"] = sorted(dict.fromkeys(articles))
    return list(found.values())


def _number(said: str) -> int:
    return int(said) if said.isascii() else _numerals().get(said, 0)


@cache
def _numerals() -> dict[str, int]:
    return {numeral(number): number for number in range(1, 2000)}


@cache
def type_words() -> Mapping[str, ItemType]:
    """Return what a type may be called: its name, its two digits, or the word of the interface."""
    named = {label(one): one for one in ItemType}
    return named | {digits: one for one, digits in TYPE_CODES.items()} | {one.value: one for one in ItemType}


@cache
def level_words() -> Mapping[str, Level]:
    """Return what a level may be called."""
    named = {label(one): one for one in Level}
    short = {"国家": Level.NATION, "省": Level.PROVINCE, "市": Level.CITY, "县": Level.COUNTY, "区": Level.COUNTY}
    others = {"县级": Level.COUNTY, "区级": Level.COUNTY, "镇": Level.TOWN, "街道": Level.TOWN, "镇级": Level.TOWN}
    return named | short | others | {"村": Level.VILLAGE, "社区": Level.VILLAGE} | {one.value: one for one in Level}


@cache
def audience_words() -> Mapping[str, Audience]:
    """Return what an audience may be called."""
    others = {"自然人": Audience.PERSON, "法人": Audience.ORGANISATION, "企业": Audience.ORGANISATION}
    named = {label(one): one for one in Audience}
    return named | others | {"法人和其他组织": Audience.ORGANISATION} | {one.value: one for one in Audience}


@cache
def state_words() -> Mapping[str, ItemState]:
    """Return in what state an implementation may come: in use with what is known of it, or a draft."""
    return {one: state for state in (ItemState.DRAFT, ItemState.ACTIVE) for one in (label(state), state.value)}


def _shown(choices: Iterable[str]) -> str:
    """Return the Chinese words of a choice, which is what people write; 等 where there are more than are told."""
    words = [word for word in choices if not word.isascii()]
    return "、".join(words[:MOST_CHOICES]) + (f"等{len(words)}个" if len(words) > MOST_CHOICES else "")


def _line_codes(around: Around) -> str:
    """Return the codes of the lines of departments, which may be written in the place of a name."""
    return f"；或者业务条线代码：{'、'.join(sorted(set(around.lines.values())))}"
