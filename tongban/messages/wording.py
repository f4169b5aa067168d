"""What a message is made of: words with slots, in the languages it is offered in."""

from __future__ import annotations

import string
from dataclasses import dataclass


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

    @property
    def slots(self) -> frozenset[str]:
        """Return the facts that the template needs, no more and no less."""
        texts = (self.zh.title, self.zh.body, self.en.title, self.en.body)
        return frozenset(name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name)

    def in_language(self, language: str) -> Words:
        """Return the words in English for English readers, in Chinese for all others."""
        return self.en if language.startswith("en") else self.zh


def about_case(zh_title: str, zh_body: str, en_title: str, en_body: str) -> Template:
    """Begin every message about a case in the same way: what it is about, then what happened and what to do."""
    zh = Words(zh_title, f"您申请的“{{item}}”（办件编号 {{number}}）{zh_body}")
    return Template(zh, Words(en_title, f"Your application for {{item}} (number {{number}}) {en_body}"))
