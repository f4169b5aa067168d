"""Forms of the parts of a guide, made from their types: what is drawn, and what was posted, as JSON.

The JSON of a section is the only truth: it is read out of what was posted, rows are added and moved in it, and the form
is drawn from it again. So everything works without scripts, and a part of another version of the format draws itself.
"""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Union, get_args, get_origin

from annotated_types import MaxLen
from pydantic import BaseModel, StringConstraints

from tongban.catalog import api as catalog
from tongban.catalog.papers.api import Paper
from tongban.orgs import api as orgs
from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.revising.labels import HINTS, choices_of, name_of

LONG = 1000
MOST_ROWS = 200
PLACES = "places"
"""The id of the list of places on the page, from which a browser offers by name or code."""
OF_THIS_GUIDE = frozenset({"contents", "spares"})
"""What is chosen among the fields or materials of the very guide."""
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """What there is to choose from: departments, laws, materials and fields of this very guide, licences, places."""

    departments: Sequence[Choice] = ()
    laws: Sequence[Choice] = ()
    licences: Sequence[Choice] = ()
    fields: Sequence[Choice] = ()
    materials: Sequence[Choice] = ()
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """Parts that belong together under one heading."""

    title: str
    blocks: Sequence[Block]
    required: bool = True
    name: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list: its place, its id that stays, and its parts."""

    place: int
    id: str
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of rows that can be added, moved and removed by buttons of the form."""

    name: str
    title: str
    rows: Sequence[Row]


Block = Field | Group | Rows


@dataclass(frozen=True, slots=True)
class Form:
    """The form of one section. ``locked``: what the directory says, which is shown and never posted."""

    section: str
    annotation: Any
    offered: Offered
    faults: Mapping[Path, str] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()

    def blocks(self, content: object) -> list[Block]:
        """Return what is drawn for a content, whatever it is."""
        drawn = self._draw(self.annotation, content, (), required=True)
        return list(drawn.blocks) if isinstance(drawn, Group) else [drawn]

    def posted(self, post: Mapping[str, Any], before: object) -> Any:  # noqa: ANN401 - JSON
        """Return the content that was posted; what is locked stays as it was."""
        return _read(self.annotation, post, (self.section,), before, self.locked)

    def _draw(self, annotation: Any, content: object, path: Path, *, required: bool) -> Block:  # noqa: ANN401 - a type
        kind, optional = bare(annotation)
        required = required and not optional
        if is_part(kind):
            return self._group(kind, content, path, required=required)
        if get_origin(kind) is tuple and is_part(bare(get_args(kind)[0])[0]):
            return self._rows(bare(get_args(kind)[0])[0], content, path)
        return self._field(kind, annotation, content, path, required=required)

    def _group(self, kind: type[BaseModel], content: object, path: Path, *, required: bool) -> Block:
        held = content if isinstance(content, Mapping) else {}
        if is_body(kind):
            return self._field(str, str, held.get("code", ""), path, required=required)
        blocks = [
            self._draw(one.rebuild_annotation(), held.get(name), (*path, name), required=one.is_required())
            for name, one in kind.model_fields.items()
            if name != "id" and not (not path and name in self.locked) and not is_paper(one.annotation)
        ]
        return Group(name_of(self.section, path), blocks, required, ".".join((self.section, *path)))

    def _rows(self, kind: type[BaseModel], content: object, path: Path) -> Rows:
        held = content if isinstance(content, list) else []
        rows = []
        for place, one in enumerate(held):
            drawn = self._group(kind, one, (*path, str(place)), required=True)
            inside = drawn.blocks if isinstance(drawn, Group) else [drawn]
            rows.append(Row(place, str(one.get("id", "")) if isinstance(one, Mapping) else "", inside))
        return Rows(".".join((self.section, *path)), name_of(self.section, path), rows)

    def _field(self, kind: Any, annotation: Any, content: object, path: Path, *, required: bool) -> Field:  # noqa: ANN401
        many = get_origin(kind) is tuple
        inner = bare(get_args(kind)[0])[0] if many else kind
        choices = self._choices(inner, path)
        last = path[-1] if path else ""
        values = [str(one) for one in content] if isinstance(content, list) else []
        if many:
            choices = _in_order(choices, values)
        drawn = _kind_of(inner, annotation, many=many, choices=bool(choices))
        if inner is bool:
            choices, values = [Choice("1", "是")], ["1"] if content is True else []
        return Field(
            ".".join((self.section, *path)),
            name_of(self.section, path),
            drawn,
            value="\n".join(values) if drawn == FieldKind.TEXTAREA and many else _shown(content),
            values=values,
            hint=self._hint(last, content),
            error=self.faults.get(path, "") or _inside(self.faults, path),
            choices=choices,
            required=required and inner is not bool,
            width="5" if inner is int else "",
            inline=inner is bool,
            offers=PLACES if self._is_place(last) else "",
        )

    def _is_place(self, name: str) -> bool:
        return self.section == "windows" and name == "place"

    def _hint(self, name: str, content: object) -> str:
        """Return how something is written; of a place also what its code stands for now."""
        if self._is_place(name) and str(content) in self.offered.places:
            return f"现在选的是：{self.offered.places[str(content)]}。{HINTS[name]}"
        return HINTS.get(name, "")

    def _choices(self, kind: Any, path: Path) -> Sequence[Choice]:  # noqa: ANN401 - a type
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return choices_of(kind)
        last = path[-1] if path else ""
        if last == "legal" and self.section != "legal":
            return self.offered.laws
        if last == "licence":
            return self.offered.licences
        if last in OF_THIS_GUIDE:
            return self.offered.fields if last == "contents" else self.offered.materials
        bodies = {"receives", "accepts", "examines", "decides", "delivers", "supervises"}
        joint = self.section == "department" and bool(path) and path[0] == "joint"
        return self.offered.departments if last in bodies or joint else ()


def rearranged(content: Any, section: str, wanted: str) -> Any:  # noqa: ANN401 - JSON
    """Return the content with a row added, moved or removed: ``add:fees.entries``, ``up:fees.entries:1``."""
    verb, _, rest = wanted.partition(":")
    name, _, number = rest.partition(":")
    place = int(number) if number.isascii() and number.isdigit() else -1
    path = name.split(".")[1:] if name.partition(".")[0] == section else None
    if path is None:
        return content
    return _rearranged(content, path, verb, place)


def _rearranged(content: Any, path: Sequence[str], verb: str, place: int) -> Any:  # noqa: ANN401 - JSON
    if path:
        held = dict(content) if isinstance(content, Mapping) else {}
        held[path[0]] = _rearranged(held.get(path[0]), path[1:], verb, place)
        return held
    rows = list(content) if isinstance(content, list) else []
    other = {"up": place - 1, "down": place + 1}.get(verb, -1)
    if verb == "add" and len(rows) < MOST_ROWS:
        rows.append({"id": next_id(rows)})
    elif verb == "remove" and 0 <= place < len(rows):
        del rows[place]
    elif 0 <= place < len(rows) and 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
    return rows


def next_id(rows: Sequence[Any]) -> str:
    """Return an id that no row has: one more than the highest number among them."""
    numbers = [int(one["id"]) for one in rows if isinstance(one, Mapping) and str(one.get("id", "")).isdecimal()]
    return str(max(numbers, default=0) + 1)


def _read(annotation: Any, post: Mapping[str, Any], path: Path, before: object, locked: frozenset[str]) -> Any:  # noqa: ANN401
    kind, _ = bare(annotation)
    if is_part(kind):
        return _read_part(kind, post, path, before, locked)
    if get_origin(kind) is tuple and is_part(bare(get_args(kind)[0])[0]):
        return _read_rows(bare(get_args(kind)[0])[0], post, path, before)
    return _read_value(kind, post, ".".join(path))


def _read_part(
    kind: type[BaseModel], post: Mapping[str, Any], path: Path, before: object, locked: frozenset[str]
) -> dict[str, Any] | None:
    if is_body(kind):
        code = _one(post, ".".join(path))
        names = {one.code: one.name for one in orgs.departments()}
        return {"code": code, "name": names.get(code, code)} if code else None
    held = before if isinstance(before, Mapping) else {}
    found: dict[str, Any] = {name: held[name] for name in locked if name in held and len(path) == 1}
    for name, one in kind.model_fields.items():
        if name in found or name == "id" or is_paper(one.annotation):
            continue
        value = _read(one.rebuild_annotation(), post, (*path, name), None, frozenset())
        if value is not None and not (value is False and one.default is False):
            found[name] = value
    blank = all(value is False or value in ({}, []) for value in found.values())
    return None if blank and not _is_row(path) and len(path) > 1 else found


def _read_rows(kind: type[BaseModel], post: Mapping[str, Any], path: Path, before: object) -> list[Any]:
    name = ".".join(path)
    held = {str(one.get("id")): one for one in before if isinstance(one, Mapping)} if isinstance(before, list) else {}
    count = _one(post, f"{name}.n")
    rows: list[Any] = []
    for place in range(min(int(count), MOST_ROWS) if count.isascii() and count.isdigit() else 0):
        row = _read_part(kind, post, (*path, str(place)), None, frozenset())
        if row is not None and not is_body(kind):
            key = _one(post, f"{name}.{place}.id") or next_id(rows)
            row = {"id": key, **row, **_papers(kind, held.get(key, {}))}
        rows.append(row or {})
    return rows


def _papers(kind: type[BaseModel], before: Mapping[str, Any]) -> dict[str, Any]:
    """Return the samples and blank forms of a row as they were kept: they are uploaded, and never posted here."""
    names = [name for name, one in kind.model_fields.items() if is_paper(one.annotation)]
    return {name: before[name] for name in names if name in before}


def _read_value(kind: Any, post: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 - JSON
    if get_origin(kind) is tuple:
        return _read_many(kind, post, name)
    said = _one(post, name)
    if kind is bool:
        return said == "1"
    if kind is int and said.isascii() and said.isdigit() and len(said) < 7:  # noqa: PLR2004 - no guide counts further
        return int(said)
    return said or None


def _read_many(kind: Any, post: Mapping[str, Any], name: str) -> list[str]:  # noqa: ANN401 - a type
    getlist = getattr(post, "getlist", None)
    given = list(getlist(name)) if getlist else [str(post.get(name, ""))]
    if isinstance(bare(get_args(kind)[0])[0], type) and issubclass(bare(get_args(kind)[0])[0], StrEnum):
        return [one for one in given if one]
    return [line.strip() for one in given for line in one.splitlines() if line.strip()]


def _one(post: Mapping[str, Any], name: str) -> str:
    return str(post.get(name, "")).strip().replace("\r\n", "\n")


def bare(annotation: Any) -> tuple[Any, bool]:  # noqa: ANN401 - a type
    """Return a type without what is said about it, and whether nothing may stand in its place."""
    if get_origin(annotation) is Annotated:
        return bare(get_args(annotation)[0])
    if get_origin(annotation) in {Union, types.UnionType}:
        inside = [one for one in get_args(annotation) if one is not type(None)]
        return bare(inside[0])[0], len(inside) < len(get_args(annotation))
    return annotation, False


def is_part(kind: Any) -> bool:  # noqa: ANN401 - a type
    """Tell whether a type is a part with parts of its own."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def is_paper(annotation: Any) -> bool:  # noqa: ANN401 - a type
    """Tell whether a type is a sample or a blank form, which is a file and has a place of its own."""
    return bare(annotation)[0] is Paper


def is_body(kind: Any) -> bool:  # noqa: ANN401 - a type
    """Tell whether a type names a department, which is chosen and not typed."""
    return is_part(kind) and set(kind.model_fields) == {"code", "name"}


def _kind_of(inner: Any, annotation: Any, *, many: bool, choices: bool) -> FieldKind:  # noqa: ANN401 - types
    if many:
        return FieldKind.CHECKBOXES if choices else FieldKind.TEXTAREA
    if choices:
        return FieldKind.SELECT
    plain = {bool: FieldKind.CHECKBOXES, int: FieldKind.NUMBER, date: FieldKind.DATE}
    return plain.get(inner, FieldKind.TEXTAREA if _longest(annotation) >= LONG else FieldKind.TEXT)


def _longest(annotation: Any) -> int:  # noqa: ANN401 - a type
    """Return how long a text of this type may be, as far as the type says."""
    parts = get_args(annotation)
    said = [one.max_length or 0 for one in parts if isinstance(one, StringConstraints)]
    most = [one.max_length for one in parts if isinstance(one, MaxLen)]
    inside = [_longest(one) for one in parts if get_origin(one) is Annotated]
    return max([0, *said, *most, *inside])


def _in_order(choices: Sequence[Choice], chosen: Sequence[str]) -> list[Choice]:
    """Return choices with those that are chosen first, as they were: a browser posts them in the order of the page."""
    by_value = {one.value: one for one in choices}
    return [by_value[one] for one in chosen if one in by_value] + [one for one in choices if one.value not in chosen]


def _shown(content: object) -> str:
    return "" if content is None or isinstance(content, (list, Mapping, bool)) else str(content)


def _inside(faults: Mapping[Path, str], path: Path) -> str:
    """Return a fault of something inside that has no field of its own, such as one telephone of several."""
    return next((said for where, said in faults.items() if path and where[: len(path)] == path), "")


def _is_row(path: Path) -> bool:
    return path[-1].isdigit()


TYPED = (
    "basics",
    "department",
    "windows",
    "criteria",
    "limits",
    "fees",
    "results",
    "legal",
    "questions",
    "contacts",
    "rights",
    "remedies",
)


def annotation_of(section: str) -> Any:  # noqa: ANN401 - a type
    """Return the type of a section of a guide."""
    return catalog.Guide.model_fields[section].rebuild_annotation()
