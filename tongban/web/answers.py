"""A filled-in form as it is read, and as it is drawn to be filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from tongban.cases import api as cases
from tongban.catalog import api as catalog
from tongban.kernel.codes import mobile, resident_id, text
from tongban.kernel.codes.region import Level
from tongban.orgs import api as orgs
from tongban.web.fields import Choice, Field, FieldKind, Row

Kind = catalog.Kind
DRAWN = {
    Kind.TEXT: FieldKind.TEXT,
    Kind.LONG_TEXT: FieldKind.TEXTAREA,
    Kind.INTEGER: FieldKind.NUMBER,
    Kind.NUMBER: FieldKind.NUMBER,
    Kind.MONEY: FieldKind.NUMBER,
    Kind.BOOLEAN: FieldKind.RADIOS,
    Kind.CONFIRMATION: FieldKind.CHECKBOXES,
    Kind.CHOICE: FieldKind.RADIOS,
    Kind.CHOICES: FieldKind.CHECKBOXES,
    Kind.DATE: FieldKind.TEXT,
    Kind.REGION: FieldKind.SELECT,
    Kind.TABLE: FieldKind.TABLE,
}
LONG_LIST = 7
AUTOCOMPLETE = {"cn-mobile": "tel", "resident-id": "off", "credit-code": "off"}
WIDTHS = {"cn-mobile": "10", "resident-id": "20", "credit-code": "20"}
MASKS = {"cn-mobile": mobile.mask, "resident-id": resident_id.mask}


@dataclass(frozen=True, slots=True)
class Answer:
    """One question and what was answered, in words; ``before``: what was answered before a correction changed it.

    ``moved``: it was changed elsewhere since the page before this one was shown.
    """

    name: str
    label: str
    text: str
    before: str = ""
    changed: bool = False
    masked: bool = False
    moved: bool = False


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """A page of the form with its answers."""

    id: str
    title: str
    answers: list[Answer]


def answer_pages(
    form: catalog.Form, given: Mapping[str, Any], *, masked: bool, before: Mapping[str, Any] | None = None
) -> list[AnswerPage]:
    """Return the form as it was filled in, page by page, only what was asked.

    ``masked``: for everybody but the applicant, answers to sensitive questions show their beginning and end only.
    ``before``: the form before a correction; what that changed is shown as it was too, and what it made needless stays.
    """
    first = given if before is None else before
    shown = {*catalog.visible(form, given), *catalog.visible(form, first)}
    pages = [
        AnswerPage(
            page.group.id,
            page.group.title,
            [_answer(name, question, given, first, masked=masked) for name, question in page.fields if name in shown],
        )
        for page in catalog.groups(form)
    ]
    return [page for page in pages if page.answers]


def mended(
    correction: cases.Correction | None, pages: Sequence[AnswerPage]
) -> list[tuple[cases.AskedPoint, Answer | None]]:
    """Return the points of a correction notice, each with the answer of the form that it changed."""
    changed = {answer.name: answer for page in pages for answer in page.answers if answer.changed}
    return [(point, changed.get(point.field)) for point in correction.points] if correction else []


def _answer(
    name: str, question: catalog.FormField, given: Mapping[str, Any], first: Mapping[str, Any], *, masked: bool
) -> Answer:
    now, before = given.get(name), first.get(name)
    return Answer(
        name=name,
        label=question.label,
        text=words(question, now, masked=masked),
        before=words(question, before, masked=masked) if now != before else "",
        changed=now != before,
        masked=masked and question.sensitive,
    )


def words(question: catalog.FormField, value: Any, *, masked: bool = False) -> str:  # noqa: ANN401 - any JSON
    """Return an answer as a person reads it; a code becomes its title."""
    if value in (None, "", []):
        return ""
    if question.table and isinstance(value, list):
        return catalog.rows_in_words(question.table, value, partial(words, masked=masked))
    if masked and question.sensitive:
        return mask(question, str(value))
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return catalog.in_words(question, value)


def mask(question: catalog.FormField, value: str) -> str:
    """Return a sensitive answer as those see it who need not know it whole."""
    by_format = MASKS.get(question.format or "")
    return by_format(value) if by_format else text.mask(value, head=1, tail=0)


def drawn(
    name: str,
    question: catalog.FormField,
    *,
    needed: bool,
    given: Mapping[str, Any],
    faults: Mapping[str, str],
    hint: str | None = None,
    source: str = "",
    grown: str = "",
) -> Field:
    """Return a question of the form as a field to be filled in, with what is wrong with it, of ``faults``.

    ``hint``: what is said beside it (``catalog.hint``), None for what the question says by itself; ``grown``: the
    table that was asked to have one row more.
    """
    value = given.get(name)
    kind = _drawn_kind(question)
    several = [str(one) for one in value] if isinstance(value, list) else []
    if isinstance(value, bool):
        several = ["true"] if value else []
    field = Field(
        name=name,
        label=f"{question.label}（{question.unit}）" if question.unit else question.label,
        kind=kind,
        value=_posted(value),
        values=several,
        hint=(question.help or "") if hint is None else hint,
        error=faults.get(name, ""),
        source=source,
        choices=_choices(question),
        required=needed,
        width="10" if kind == FieldKind.NUMBER else WIDTHS.get(question.format or "", ""),
        autocomplete=AUTOCOMPLETE.get(question.format or "", ""),
        inline=question.kind == Kind.BOOLEAN,
    )
    return field if question.table is None else with_rows(field, question, value, faults, more=grown == name)


def with_rows(
    field: Field, question: catalog.FormField, value: object, faults: Mapping[str, str], *, more: bool
) -> Field:
    """Return a table with its rows: those that are filled in, as many as there must be, and one more if asked for."""
    given = value if isinstance(value, list) else []
    most = question.max_items or len(given)
    number = min(max(len(given) + more, question.min_items or 0, 1), max(most, len(given)))
    blank: dict[str, Any] = {}
    rows = [
        _row(field.name, question, n, given[n - 1] if n <= len(given) else blank, faults) for n in range(1, number + 1)
    ]
    return replace(field, lines=rows, most=most)


def _row(
    table: str, question: catalog.FormField, number: int, given: Mapping[str, Any], faults: Mapping[str, str]
) -> Row:
    if question.table is None:
        raise TypeError(table)
    form, name = question.table.form, f"{table}[{number}]"
    own = {fault.removeprefix(f"{name}."): text for fault, text in faults.items() if fault.startswith(f"{name}.")}
    cells = [(_cell(form, column, asked, given, own), asked.when, column) for column, asked in form.ordered()]
    return Row(
        name,
        f"{question.table.row or question.label} {number}",
        [(replace(cell, name=catalog.cell(table, number, column)), when) for cell, when, column in cells],
    )


def _cell(
    form: catalog.Form, column: str, asked: catalog.FormField, given: Mapping[str, Any], faults: Mapping[str, str]
) -> Field:
    hint = catalog.hint(form, column)
    return drawn(column, asked, needed=form.needed(column), given=given, faults=faults, hint=hint)


def _drawn_kind(question: catalog.FormField) -> FieldKind:
    if question.format == "cn-mobile":
        return FieldKind.TEL
    if question.kind == Kind.CHOICE and len(question.options) > LONG_LIST:
        return FieldKind.SELECT
    return DRAWN[question.kind]


def _choices(question: catalog.FormField) -> list[Choice]:
    if question.kind == Kind.BOOLEAN:
        return [Choice("true", _("是")), Choice("false", _("否"))]
    if question.kind == Kind.CONFIRMATION:
        return [Choice("true", _("我已阅读并同意"))]
    if question.kind == Kind.REGION:
        found = orgs.regions_to_choose(within=question.within or "", down_to=question.down_to or Level.TOWN)
        return _regions(found)
    return [Choice(option.const, option.title, option.description or "") for option in question.options]


def _regions(found: Sequence[orgs.Region]) -> list[Choice]:
    """Return regions to choose from under the names of what they lie in, where there are several of those."""
    several = len({one.parent_id for one in found}) > 1
    return [Choice(one.code, one.name, group=_above(one) if several else "") for one in found]


def _above(one: orgs.Region) -> str:
    higher = one.parent
    if higher is None:
        return ""
    town = higher.level == Level.TOWN and higher.parent is not None
    return f"{higher.parent.name} {higher.name}" if town and higher.parent else higher.name


def _posted(value: object) -> str:
    if value is None or isinstance(value, list):
        return ""
    return str(value).lower() if isinstance(value, bool) else _figure(value)


def _figure(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
