"""What a message is made of: words with slots, in the languages it is offered in."""

from __future__ import annotations

import string
from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Words:
    """A title and a body with named slots."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Template:
    """One message in the languages it is offered in."""

    zh: Words
    en: Words
    dated: Template | None = None
    """The same message where there is a day to name as well; one without it, or kept from before, reads as it did."""

    @property
    def slots(self) -> frozenset[str]:
        """Return the facts that the template needs, no more and no less."""
        texts = (self.zh.title, self.zh.body, self.en.title, self.en.body)
        return frozenset(name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name)

    def of(self, facts: Iterable[str]) -> Template:
        """Return the words that have a slot for each of these facts: those with the day where it is among them."""
        return self.dated if self.dated is not None and self.dated.slots <= set(facts) else self

    def in_language(self, language: str) -> Words:
        """Return the words in English for English readers, in Chinese for all others."""
        return self.en if language.startswith("en") else self.zh


def about_case(zh_title: str, zh_body: str, en_title: str, en_body: str) -> Template:
    """Begin every message about a case in the same way: what it is about, then what happened and what to do."""
    zh = Words(zh_title, f"您申请的“{{item}}”（办件编号 {{number}}）{zh_body}")
    return Template(zh, Words(en_title, f"Your application for {{item}} (number {{number}}) {en_body}"))


def dated(plain: Template, day: Template) -> Template:
    """Return a message that names a day where there is one."""
    return replace(plain, dated=day)
