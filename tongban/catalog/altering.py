"""What one version of a guide says otherwise than another, in words, and nothing left out (第八条)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel

from tongban.catalog.forms.definition import Form
from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.elements import SECTIONS
from tongban.catalog.guide.labels import label, labelled
from tongban.catalog.guide.names import FIELDS, NOUNS
from tongban.catalog.guide.parts import Amount, Body, Paper
from tongban.kernel.actors import ROLE_NAMES, Role

LONGEST = 60
# Codes and ids say nothing to a reader: of these it is only told that they changed.
_CODED = frozenset(
    {"legal", "paper_legal", "by", "code", "region", "place", "when", "contents", "mime", "regime", "special"}
)
_PRESENTATION = frozenset({"schema_version", "id"})


@dataclass(frozen=True, slots=True)
class Alteration:
    """One thing that is otherwise: in which of the fourteen elements, what in a sentence, and both texts.

    ``before`` is empty where something is new, ``after`` where something is gone.
    """

    section: str
    sentence: str
    before: str = ""
    after: str = ""


def alterations(before: Guide, after: Guide) -> tuple[Alteration, ...]:
    """Return everything that differs, in the order of article 7; what is no element of it (规则、表单) comes last."""
    keys = [*SECTIONS, *(name for name in Guide.model_fields if name not in SECTIONS and name not in _PRESENTATION)]
    return tuple(one for key in keys for one in _section(key, getattr(before, key), getattr(after, key)))


def _section(key: str, before: object, after: object) -> Iterator[Alteration]:
    if before == after:
        return
    section = {"special": "process", "form": "materials", "regime": "limits"}.get(key, key)
    found = _form(before, after) if isinstance(before, Form) and isinstance(after, Form) else _value(key, before, after)
    for sentence, old, new in found:
        yield Alteration(section, sentence, old, new)


Told = tuple[str, str, str]


def _value(key: str, before: object, after: object, *, of: str = "") -> Iterator[Told]:
    """Yield what differs in one field; ``of``: whose it is, such as 材料“营业执照”的."""
    if before == after:
        return
    if isinstance(before, tuple) and isinstance(after, tuple) and _parts(before) and _parts(after):
        yield from _list(key, before, after)
    elif key in _CODED:
        yield f"{of}{_called(key)}有修改", "", ""
    elif isinstance(before, Amount) and isinstance(after, Amount):
        yield from _length(of + _called(key), before, after)
    elif isinstance(before, BaseModel) and isinstance(after, BaseModel) and not isinstance(before, (Body, Paper)):
        own = of or (_called(key) + "的" if key not in SECTIONS else "")
        for name in type(before).model_fields:
            yield from _value(name, getattr(before, name), getattr(after, name), of=own)
    else:
        yield _changed(of + _called(key), _said(before), _said(after))


def _length(what: str, before: Amount, after: Amount) -> Iterator[Told]:
    """Yield how a length of time differs, and what is said beside it."""
    if before.text != after.text:
        yield _changed(what, before.text, after.text)
    for name in type(before).model_fields:
        if name not in Amount.model_fields:
            yield from _value(name, getattr(before, name), getattr(after, name), of=f"{what}的")


def _list(key: str, before: Sequence[BaseModel], after: Sequence[BaseModel]) -> Iterator[Told]:
    """Yield what was added, taken away and changed in a list of parts that keep their ids."""
    noun = NOUNS.get(key, _called(key))
    old, new = _by_id(before), _by_id(after)
    for name, part in old.items():
        if name not in new:
            yield f"取消{noun}“{_short(_title(part))}”", _title(part), ""
    for name, part in new.items():
        if name not in old:
            yield f"增加{noun}“{_short(_title(part))}”", "", _title(part)
        elif part != old[name]:
            whose = f"{noun}“{_short(_title(old[name]))}”的"
            for field in type(part).model_fields:
                yield from _value(field, getattr(old[name], field), getattr(part, field), of=whose)
    if list(old) != list(new) and old.keys() == new.keys():
        yield f"{noun}的先后次序有调整", "", ""


def _form(before: Form, after: Form) -> Iterator[Told]:
    for name, field in before.ordered():
        if name not in after.properties:
            yield f"表单不再填“{_short(field.label)}”", field.label, ""
    for name, field in after.ordered():
        old = before.properties.get(name)
        if old is None:
            yield f"表单增加“{_short(field.label)}”", "", field.label
        elif old.label != field.label:
            yield _changed("表单里的问题", old.label, field.label)
        elif old != field or before.needed(name) != after.needed(name):
            yield f"表单里“{_short(field.label)}”的填写要求有调整", "", ""
    if before.groups != after.groups:
        yield "表单的分页有调整", "", ""


def _changed(what: str, before: str, after: str) -> Told:
    if before and after and max(len(before), len(after)) <= LONGEST:
        return f"{what}由“{before}”改为“{after}”", before, after
    if not before or not after:
        return f"{what}{'取消' if before else '增加'}：“{_short(before or after)}”", before, after
    return f"{what}有修改", before, after


def _called(key: str) -> str:
    return FIELDS.get(key) or SECTIONS.get(key) or key


def _parts(found: tuple[object, ...]) -> bool:
    """Tell whether a list is one of parts, as far as can be seen: an empty one may be."""
    return all(isinstance(one, BaseModel) for one in found)


def _by_id(parts: Sequence[BaseModel]) -> Mapping[str, BaseModel]:
    return {str(getattr(part, "id", "") or getattr(part, "code", "")): part for part in parts}


def _title(part: BaseModel) -> str:
    law, article = getattr(part, "law", ""), getattr(part, "article", "")
    if law:
        return f"《{law}》{article}"
    named = (getattr(part, name, "") for name in ("name", "question", "text"))
    kind = getattr(part, "kind", None)
    return next((str(one) for one in named if one), "") or (label(kind) if kind else "")


def _said(value: object) -> str:  # noqa: PLR0911 - one answer for each sort of value
    if value is None or value in ("", ()):
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Role):
        return ROLE_NAMES[value]
    if isinstance(value, StrEnum):
        return label(value) if isinstance(value, labelled()) else value.value
    if isinstance(value, (Body, Paper)):
        return _named(value)
    if isinstance(value, Amount):
        note = getattr(value, "note", "")
        return f"{value.text}（{note}）" if note else value.text
    if isinstance(value, tuple):
        return "、".join(_said(one) for one in value)
    return str(value)


def _named(part: Body | Paper) -> str:
    if isinstance(part, Body):
        return part.name
    return f"{part.name}（{f'文件摘要 {part.sm3[:8]}' if part.sm3 else '由系统生成'}）"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
