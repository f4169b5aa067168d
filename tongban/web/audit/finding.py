"""The filters of the audit page, read from its address."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar
from uuid import UUID

from tongban.cases import api as cases
from tongban.identity import api as identity
from tongban.kernel.actors import Actor
from tongban.kernel.days import end_of, start_of
from tongban.kernel.errors import Broken
from tongban.ledger import api as ledger
from tongban.web.audit.words import KINDS, VERBS
from tongban.web.fields import Choice, Field, FieldKind

NAMES = ("who", "case", "party", "verb", "kind", "purpose", "sort", "from", "until")
NOBODY = UUID(int=0)  # stands for what does not exist, so that a filter nobody fits finds nothing
READING = {"looks": True, "changes": False}


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: the words as typed, what is wrong with them, and the filter they make."""

    words: Mapping[str, str]
    faults: Mapping[str, str]
    wanted: ledger.Wanted

    @property
    def anything(self) -> bool:
        """Tell whether any filter is set."""
        return any(self.words.values())


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one word after another and remembers what was wrong."""

    words: Mapping[str, str]
    faults: dict[str, str] = field(default_factory=dict)

    def read(self, name: str, how: Callable[[str], T]) -> T | None:
        if not self.words[name]:
            return None
        try:
            return how(self.words[name])
        except Broken as refusal:
            self.faults[name] = refusal.message
            return None

    def chosen(self, name: str, known: Container[str]) -> str:
        return self.words[name] if self.words[name] in known else ""


def asked(given: Mapping[str, str], *, by: Actor) -> Asked:
    """Read the filters; a word that cannot be understood is named and left out."""
    reader = _Reader({name: given.get(name, "").strip()[:80] for name in NAMES})
    wanted = ledger.Wanted(
        verb=reader.chosen("verb", VERBS),
        kind=reader.chosen("kind", KINDS),
        purpose=reader.chosen("purpose", ledger.PURPOSE_NAMES),
        subject=reader.read("case", lambda text: cases.subject_of(by, text.upper()) or NOBODY),
        actor=reader.read("who", lambda text: identity.staff_id(text) or NOBODY),
        about=reader.read("party", _id),
        reading=READING.get(reader.words["sort"]),
        from_at=reader.read("from", lambda text: start_of(_day(text))),
        until_at=reader.read("until", lambda text: end_of(_day(text))),
    )
    return Asked(reader.words, reader.faults, wanted)


def fields(found: Asked) -> list[Field]:
    """Return the form of the filters as it was filled in."""
    verbs = [Choice(code, _verb(code)) for code, _ in sorted(VERBS.items(), key=lambda pair: pair[1])]
    purposes = [Choice(purpose, name) for purpose, name in ledger.PURPOSE_NAMES.items()]
    sorts = [Choice("looks", "只看查看"), Choice("changes", "只看办理")]
    drawn = [
        Field("case", "办件编号", autocomplete="off"),
        Field("who", "工作人员用户名", autocomplete="off"),
        Field("party", "办事人编号", autocomplete="off"),
        Field("verb", "做了什么", FieldKind.SELECT, choices=verbs, blank="全部"),
        Field("purpose", "目的", FieldKind.SELECT, choices=purposes, blank="全部"),
        Field("sort", "查看或办理", FieldKind.SELECT, choices=sorts, blank="全部"),
        Field("from", "从哪一天", FieldKind.DATE),
        Field("until", "到哪一天", FieldKind.DATE),
    ]
    return [replace(one, value=found.words[one.name], error=found.faults.get(one.name, "")) for one in drawn]


def _verb(code: str) -> str:
    """Return the name of a verb, with the kind of what it is done to where two have the same name."""
    name, kind = VERBS[code], code.partition(".")[0]
    return f"{name}（{KINDS.get(kind, kind)}）" if list(VERBS.values()).count(name) > 1 else name


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Broken("请选择日期，例如 2026-09-29。") from None


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Broken("办事人编号是 36 位的编号，可以从一条留痕里复制。") from None
