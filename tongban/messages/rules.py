"""What fits a message, and who is told of it by which way."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from tongban.messages.errors import UnfitMessage
from tongban.messages.templates import FOR_PRINCIPAL, TEMPLATES, TEXTS
from tongban.messages.wording import Template, Words

LONGEST_FACT = 200
ACTION = frozenset(
    {
        "case.correction",
        "case.grant",
        "case.refusal",
        "case.not_accepted",
        "case.limit_moved",
        "case.bring_originals",
        "case.originals_due",
        "case.originals_differ",
        "case.hearing_rights",
        "case.hearing_called",
        "case.hearing_moved",
        "case.deferred_due",
        "case.condition_due",
        "case.rectification_ordered",
        "case.rectification_due",
    }
)
"""Templates of messages after which it is the person's turn: to correct, to sign for a result, to mind a deadline."""
PRINCIPAL = "principal"


class Wish(StrEnum):
    """Which messages somebody wants as texts beside the inbox; where nobody said so, those that ask for something."""

    ACTION = "ACTION"
    ALL = "ALL"
    NONE = "NONE"


class Way(StrEnum):
    """By what somebody is told outside the portal: a text to a telephone, a letter to an address, WeChat."""

    TEXT = "TEXT"
    EMAIL = "EMAIL"
    WECHAT = "WECHAT"


WAY_NAMES = {Way.TEXT: "短信", Way.EMAIL: "电子邮件", Way.WECHAT: "微信"}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody wants by which way.

    Where nobody said so: by telephone and letter what asks for something, for both were left to be told by; nothing by
    WeChat, which is bound to sign in with (个人信息保护法6: 与处理目的直接相关).
    """

    text: Wish = Wish.ACTION
    email: Wish = Wish.ACTION
    wechat: Wish = Wish.NONE

    def of(self, way: Way) -> Wish:
        """Return what is wanted by one way."""
        return {Way.TEXT: self.text, Way.EMAIL: self.email, Way.WECHAT: self.wechat}[way]


def next_try(tries: int, waits: Sequence[timedelta]) -> timedelta | None:
    """Return how long to wait after so many tries came to nothing; None when it is enough."""
    return waits[tries - 1] if 0 < tries <= len(waits) else None


def text_words(code: str, facts: Mapping[str, str]) -> str:
    """Return a text as the telephone shows it; UnfitMessage for an unknown template and for facts not its slots."""
    words = TEXTS.get(code)
    if words is None or {name for _, name, _, _ in string.Formatter().parse(words) if name} != set(facts):
        raise UnfitMessage
    return words.format_map(facts)


def template(code: str) -> Template:
    """Return a template; UnfitMessage if there is none of this code."""
    found = TEMPLATES.get(code)
    if found is None:
        raise UnfitMessage
    return found


def fit_facts(code: str, facts: Mapping[str, str]) -> dict[str, str]:
    """Return the facts as kept: exactly those the template has slots for, each a short text."""
    wanted = template(code).of(facts).slots
    if set(facts) != wanted or any(len(value) > LONGEST_FACT for value in facts.values()):
        raise UnfitMessage
    return dict(facts)


def wanted(code: str, wish: Wish) -> bool:
    """Tell whether a message also goes to the telephone of somebody with this wish; only what is about a case does."""
    if not code.startswith("case."):
        return False
    return wish is Wish.ALL or (wish is Wish.ACTION and code in ACTION)


def fit_principal(name: str) -> dict[str, str]:
    """Return the fact that names whom a message concerns that goes to who acts for them; nothing without a name."""
    if len(name) > LONGEST_FACT:
        raise UnfitMessage
    return {PRINCIPAL: name} if name else {}


def words(code: str, facts: Mapping[str, str], *, language: str) -> Words:
    """Return the message as a person reads it."""
    found = template(code).of(facts).in_language(language)
    told = Words(found.title.format_map(facts), found.body.format_map(facts))
    if PRINCIPAL not in facts:
        return told
    head = FOR_PRINCIPAL.in_language(language)
    return Words(f"{head.title.format_map(facts)}{told.title}", f"{head.body.format_map(facts)}{told.body}")
