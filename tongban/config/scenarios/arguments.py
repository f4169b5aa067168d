"""From what a scenario says to what a verb takes: by the type it asks for, not by the verb that asks."""

from __future__ import annotations

import types
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import NAMESPACE_OID, UUID, uuid5

from tongban.cases import api as cases
from tongban.catalog import api as catalog
from tongban.config.scenarios import filling, vocabulary
from tongban.config.scenarios.moments import day, moment
from tongban.config.scenarios.reading import Unreadable, plain
from tongban.config.scenarios.verbs import Parameter
from tongban.kernel.days import day_of
from tongban.kernel.workdays import WorkCalendar

# The least PDF with a page.
PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
SAID = "情况属实，按规定办理。"
TO_CORRECT = "这一项不齐全或者不符合要求，请按照办事指南的要求补正。"
ALSO = {"容缺": "DEFERRED", "容缺后补": "DEFERRED", "承诺": "COMMITMENT"}  # as people say it
NAME = "样例.pdf"
# What a member of staff writes, where the scenario does not care.
IN_WORDS = frozenset({"opinion", "reason", "text", "words", "sentence", "finding", "matter", "minutes"})
EXPECTED = "+14d"
UNKNOWN = "no_such_procedure、needs_reason"  # how the verbs refuse a ground that there is not


@dataclass(frozen=True, slots=True)
class Context:
    """What the words of a scenario mean at a step: the guide of the case, the moment, the calendar.

    ``ids``: how what has no word of its own is found by the name of a parameter: colleagues, who was asked. ``freely``:
    the step expects a refusal, so that it may name a ground that there is not.
    """

    guide: catalog.Guide | None
    at: datetime
    calendar: WorkCalendar
    verb: str = ""
    ids: Mapping[str, Callable[[Any], UUID]] = field(default_factory=dict)
    freely: bool = False

    def element(self, word: str) -> str:
        """Return the id of what the guide calls so: ``materials.3``, ``3``, its title; else the word as it is.

        What the guide does not have is left for the verb to refuse.
        """
        if self.guide is None:
            return word
        elements = self.guide.elements()
        ids = {one.id for one in elements}
        titled = [one.id for one in elements if one.title == word]
        asked = (word, f"materials.{word}", f"form.{word}", titled[0] if len(titled) == 1 else "")
        return next((one for one in asked if one in ids), word)

    def bare(self, word: str) -> str:
        """Return the same without the name of its part, as materials and fields are called among themselves."""
        return self.element(word).removeprefix("materials.").removeprefix("form.")

    def ground(self, word: str) -> str:
        """Return the code of a ground that is named by it or by its Chinese name; Unreadable for none of the verb's."""
        try:
            return vocabulary.one_of("ground", word, vocabulary.grounds(self.verb))
        except Unreadable as fault:
            if self.freely:
                return word.strip().upper()
            raise Unreadable(f"{fault}。要检验的正是没有这种理由的，期望里写 refused，例如 {UNKNOWN}") from fault


NAMES: dict[str, Callable[[Context, str], str]] = {
    "element": Context.element,
    "material": Context.bare,
    "ground": Context.ground,
    "way": lambda _, word: vocabulary.one_of("way", word, vocabulary.ways()),
    "about": lambda _, word: vocabulary.one_of("about", word, vocabulary.about()),
    "how": lambda _, word: vocabulary.one_of("how", word, vocabulary.signatures()),
    "proof": lambda _, word: vocabulary.one_of("proof", word, vocabulary.proofs()),
}


def argument(one: Parameter, given: Mapping[str, Any], context: Context) -> Any:  # noqa: ANN401 - as the verb says
    """Return what the verb takes for one parameter; something harmless where the scenario does not care.

    Unreadable where it says nothing and nothing can be assumed.
    """
    if one.name in given:
        return converted(given[one.name], one.kind, context, one.name)
    if not one.needed:
        return one.usual
    return assumed(one.name, one.kind, context)


def left_out(one: Parameter) -> bool:
    """Tell whether a scenario may say nothing of a parameter."""
    kind = get_origin(one.kind) or one.kind
    plainly = kind in {bool, bytes, date} or (
        isinstance(kind, type) and kind is not str and issubclass(kind, Collection)
    )
    return not one.needed or one.name in IN_WORDS | {"name"} or plainly


def assumed(name: str, kind: Any, context: Context) -> Any:  # noqa: ANN401 - as the verb says
    """Return what is taken where a scenario says nothing: a plain sentence, a yes, a file, a day in two weeks."""
    if name in IN_WORDS or name == "name":
        return NAME if name == "name" else TO_CORRECT if context.verb == "ask_correction" else SAID
    origin = get_origin(kind) or kind
    if origin is date:
        return day(EXPECTED, day_of(context.at), context.calendar)
    if origin in {bool, bytes}:
        return True if origin is bool else PAPER
    if isinstance(origin, type) and issubclass(origin, Collection) and origin is not str:
        return {} if issubclass(origin, Mapping) else ()
    raise Unreadable(f"with 里要写 {name}")


def converted(value: Any, kind: Any, context: Context, name: str) -> Any:  # noqa: ANN401, PLR0911 - one return a type
    """Return a plain value as the type that a verb asks for; Unreadable where it cannot be one."""
    origin = get_origin(kind) or kind
    if origin is UUID and name in context.ids:
        return context.ids[name](value)
    if origin in {Union, types.UnionType}:
        return _either(value, get_args(kind), context, name)
    if is_dataclass(origin):
        return _record(value, origin, context)
    if not isinstance(origin, type) or origin is object:
        return value
    if issubclass(origin, Enum):
        return _member(value, origin, name)
    if issubclass(origin, Mapping):
        return _mapping(value, kind, context)
    if issubclass(origin, Iterable) and not issubclass(origin, str | bytes):
        return _several(value, kind, context, name)
    return _simple(value, origin, context, name)


def _simple(value: Any, kind: type, context: Context, name: str) -> Any:  # noqa: ANN401 - as the verb says
    readers: dict[type, Callable[[str], Any]] = {
        datetime: lambda text: moment(text, context.at, context.calendar),
        date: lambda text: day(text, day_of(context.at), context.calendar),
        UUID: _uuid,
        bytes: lambda text: PAPER if text in {"", "True"} else text.encode(),
        int: int,
        bool: _yes,
        str: lambda text: NAMES[name](context, text) if name in NAMES else text,
    }
    reader = readers.get(kind)
    if reader is None:
        raise Unreadable(f"{name} 不能在情景里写")
    if isinstance(value, Mapping | list) or (value is None and kind is not str):
        raise Unreadable(f"{name} 不能是 {value!r}")
    try:
        return reader("" if value is None else str(value))
    except ValueError as fault:
        raise Unreadable(f"{name} 不能是 {value!r}") from fault


def _yes(text: str) -> bool:
    word = text.strip().lower()
    if word not in {"true", "false", "yes", "no", "是", "否"}:
        raise ValueError(text)
    return word in {"true", "yes", "是"}


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid5(NAMESPACE_OID, f"tongban/scenario/{text}")


def _either(value: Any, kinds: tuple[Any, ...], context: Context, name: str) -> Any:  # noqa: ANN401 - as the verb says
    if value is None:
        return None
    faults: list[Unreadable] = []
    for kind in kinds:
        if kind is type(None):
            continue
        try:
            return converted(value, kind, context, name)
        except Unreadable as fault:
            faults.append(fault)
    raise faults[0]


def _member(value: Any, kind: type[Enum], name: str) -> Enum:  # noqa: ANN401 - whatever JSON holds
    for one in kind:
        words = (one.value, one.name, cases.LABELS.get(str(one.value)), getattr(one, "label", None))
        if plain(value) in {plain(word) for word in words if word} or ALSO.get(str(value)) == one.value:
            return one
    known = {str(one.value): str(getattr(one, "label", "")) for one in kind}
    raise Unreadable(f"{name} 没有 {value!r}，有的是：{vocabulary.listed(known)}")


def _several(value: Any, kind: Any, context: Context, name: str) -> Any:  # noqa: ANN401 - as the verb says
    inner = next((one for one in get_args(kind) if one is not Ellipsis), str)
    if isinstance(value, Mapping) and is_dataclass(inner):
        value = _pairs(value, inner)
    listed = value if isinstance(value, list | tuple) else [value]
    single = {"materials": "material", "elements": "element", "stands_by": "material", "fields": "material"}
    found = [converted(one, inner, context, single.get(name, name)) for one in listed]
    origin = get_origin(kind) or kind
    return origin(found) if origin in {frozenset, set, tuple} else found


def _pairs(value: Mapping[str, Any], kind: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - a dataclass
    """Return a list of records that was written as an object: the first field is the key, the second the value."""
    first, second, *_ = (one.name for one in fields(kind))
    return [{first: key, **(rest if isinstance(rest, Mapping) else {second: rest})} for key, rest in value.items()]


def _record(value: Any, kind: Any, context: Context) -> Any:  # noqa: ANN401 - as the verb says
    if not isinstance(value, Mapping):
        value = {fields(kind)[0].name: value}
    given = {plain(key): one for key, one in value.items()}
    kinds = get_type_hints(kind)
    named = {one.name: one for one in fields(kind)}
    if unknown := sorted(given.keys() - named.keys()):
        raise Unreadable(f"没有“{unknown[0]}”这一项，可以写的是：{'、'.join(named)}")
    needed = {key for key, one in named.items() if one.default is MISSING and one.default_factory is MISSING}
    told = {key: converted(one, kinds[key], context, key) for key, one in given.items()}
    return kind(**{key: assumed(key, kinds[key], context) for key in needed - told.keys()}, **told)


def _mapping(value: Any, kind: Any, context: Context) -> Any:  # noqa: ANN401 - as the verb says
    """Return named values: of a form as a browser posts it, of anything else as the type says."""
    if not isinstance(value, Mapping):
        raise Unreadable(f"这里要写成对象 {{…}}，不能是 {value!r}")
    inner = (get_args(kind) or (str, str))[1]
    if get_origin(inner) is None:
        return {context.element(key): converted(one, inner, context, "") for key, one in value.items()}
    found: dict[str, Any] = {}
    for key, one in value.items():
        found |= filling.as_posted(context.bare(key), one)
    return found
