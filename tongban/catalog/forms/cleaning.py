"""From what a browser posts to typed answers. Nothing is refused here: what cannot be read is left for the check."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from tongban.catalog.forms import formats
from tongban.catalog.forms.compiled import names_in
from tongban.catalog.forms.conditions import visible
from tongban.catalog.forms.definition import Form, Kind, Question, Table
from tongban.catalog.forms.rows import rows_in

_INTEGER = re.compile(r"[+-]?[0-9]{1,12}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,6})?")
_MONEY = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_TRUE, _FALSE = frozenset({"true", "on", "1"}), frozenset({"false", "off", "0"})


def clean(
    form: Form,
    posted: Mapping[str, Sequence[str]],
    *,
    saved: Mapping[str, Any] | None = None,
    groups: Iterable[str] | None = None,
    keep_hidden: bool = False,
) -> dict[str, Any]:
    """Return the typed answers: ``saved`` with the posted pages laid over it, and without hidden fields.

    Trims, turns full-width digits and letters of codes and numbers into plain ones, joins codes typed with spaces.
    A field of the posted pages that was not posted has no answer (an unticked box is not sent). ``keep_hidden``: what
    is hidden is for the caller to find out, who knows more answers.
    """
    asked = names_in(form, groups)
    answers = {name: value for name, value in (saved or {}).items() if name in form.properties and name not in asked}
    for name in asked:
        question = form.properties[name]
        value = _rows(question.table, name, posted) if question.table else _value(question, posted.get(name, ()))
        if value not in (None, "", []):
            answers[name] = value
    return answers if keep_hidden else only_visible(form, answers)


def only_visible(form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers without those of hidden fields, in the order of the form."""
    return {name: answers[name] for name in visible(form, answers) if name in answers}


def _value(question: Question, posted: Sequence[str]) -> Any:  # noqa: ANN401 - the type follows the question
    if question.kind == Kind.CHOICES:
        return [text for text in (_plain(one) for one in posted) if text]
    return _READERS.get(question.kind, _text)(question, posted[-1]) if posted else None


def _rows(table: Table, name: str, posted: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """Return the rows in which anything was filled in."""
    return [row for cells in rows_in(name, posted) if (row := clean(table.form, cells))]


def _text(question: Question, raw: str) -> str:
    text = _printable(raw, keep="\n" if question.long else "")
    return formats.canonical(question.format, text) if question.format else text


def _integer(_: Question, raw: str) -> int | str:
    text = _plain(raw)
    return int(text) if _INTEGER.fullmatch(text) else text


def _number(_: Question, raw: str) -> float | str:
    text = _plain(raw)
    return float(text) if _NUMBER.fullmatch(text) else text


def _money(_: Question, raw: str) -> str:
    text = _plain(raw)
    if not _MONEY.fullmatch(text):
        return text
    yuan, _dot, cents = text.partition(".")
    return f"{int(yuan)}.{cents.ljust(2, '0')}"


def _date(_: Question, raw: str) -> str:
    found = _DATE.fullmatch(_plain(raw))
    return "{}-{:0>2}-{:0>2}".format(*found.groups()) if found else _plain(raw)


def _boolean(_: Question, raw: str) -> bool | str:
    text = _plain(raw).lower()
    return True if text in _TRUE else False if text in _FALSE else text


def _plain(raw: str) -> str:
    """Full-width to plain, and without the commas and blanks people put between digits."""
    return re.sub(r"[\s,]", "", _printable(unicodedata.normalize("NFKC", raw)))


def _printable(raw: str, keep: str = "") -> str:
    """Drop what no one can see or store: control characters, lone surrogates."""
    lines = raw.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in keep or unicodedata.category(c) not in {"Cc", "Cs"}).strip()


_READERS: dict[Kind, Callable[[Question, str], Any]] = {
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.DATE: _date,
    Kind.BOOLEAN: _boolean,
    Kind.CONFIRMATION: _boolean,
    Kind.REGION: _text,
}
