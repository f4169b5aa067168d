"""The form designer: groups and questions in a list, one question at a time in full, and what the applicant sees."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from tongban.catalog import api as catalog
from tongban.catalog.designing import api as designing
from tongban.web.answers import drawn
from tongban.web.designing import asking
from tongban.web.designing.comparing import compared, comparer
from tongban.web.designing.picking import picked, picker
from tongban.web.designing.showing import readable
from tongban.web.designing.shown import done, kept, taken
from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.request import Request
from tongban.web.revising.checking import CHECK, checked, refused
from tongban.web.revising.shell import page

SECTION = "form"
Act = Callable[[Request, designing.Document, str], designing.Content]


@dataclass(frozen=True, slots=True)
class Line:
    """A question as it is listed."""

    name: str
    label: str
    kind: str
    needed: bool
    sensitive: bool
    condition: str
    expected: str
    table: bool


def edit(request: Request, held: catalog.Revision) -> HttpResponse:
    """Show the questions, or one of them, or the columns of a table; change one thing."""

    def again(faults: Mapping[str, str], overtaken: catalog.Overtaken | None) -> HttpResponse:
        return _page(request, held, faults, overtaken)

    verb, what = done(request)
    if request.method != "POST":
        return again({}, None)
    if not verb:
        return redirect("revising:section", key=held.pk, section=SECTION)
    table = request.GET.get("in", "")
    try:
        content = _changed(request, held, verb, what, table)
    except designing.DesignRefused as refusal:
        return refused(refusal) if verb == CHECK else again({"": refusal.message}, None)
    if verb == CHECK:
        return checked(request, held, SECTION, content)
    return kept(request, held, SECTION, content, again, anchor=_back(held, content, verb, what, table))


def _changed(request: Request, held: catalog.Revision, verb: str, what: str, table: str) -> designing.Content:
    if verb not in {"add", *ACTS}:
        raise designing.DesignRefused(["没有这种改法，请刷新页面"])

    def act(document: designing.Document) -> designing.Content:
        if verb == "add":
            return _add(request, document, taken(held, SECTION) if not table else frozenset())
        return ACTS[verb](request, document, what)

    return designing.in_table(held.document, table, act) if table else act(held.document)


def _back(held: catalog.Revision, content: designing.Content, verb: str, what: str, table: str) -> str:
    """Return where to come back to: a new question is written at once, anything else is where it was in the list."""
    inside = f"in={table}" if table else ""
    if verb != "add":
        return f"{f'?{inside}' if inside else ''}{f'#q-{what}' if what else ''}"
    before = _questions(held.document, table)
    after = _questions({"form": content}, table)
    new = next((name for name in after if name not in before), "")
    return f"?{'&'.join(one for one in (inside, f'q={new}') if one)}#question"


def _questions(document: designing.Document, table: str) -> frozenset[str]:
    form = readable(document)
    if form is None or not table:
        return frozenset(form.properties) if form else frozenset()
    return frozenset(designing.row_form(document, table)["properties"])


def _add(request: Request, document: designing.Document, used: frozenset[str]) -> designing.Content:
    starter = next((one for one in designing.Starter if one == request.POST.get("new.kind")), designing.Starter.TEXT)
    group, label = request.POST.get("new.group", ""), request.POST.get("new.label", "").strip()
    return designing.add_question(document, starter=starter, label=label, group=group, taken=used)


def _save(request: Request, document: designing.Document, name: str) -> designing.Content:
    form = designing.form_of(document)
    if name not in form.properties:
        raise designing.DesignRefused([f"表单里没有问题 {name}"])
    return designing.change_question(
        document, name, _facts(request, document, form, name), needed=asking.needed(request)
    )


def _facts(request: Request, document: designing.Document, form: catalog.Form, name: str) -> dict[str, Any]:
    before = document["form"]["properties"][name]
    column = bool(request.GET.get("in"))
    facts = asking.posted(request, form.properties[name], before, column=column)
    return facts | {"x-when": picked(request, form, before.get("x-when")), "x-compare": compared(request)}


def _title(request: Request) -> str:
    return request.POST.get("group.title", "").strip()


ACTS: Mapping[str, Act] = {
    "save": _save,
    CHECK: _save,
    "up": lambda _, document, name: designing.move_question(document, name, by=-1),
    "down": lambda _, document, name: designing.move_question(document, name, by=1),
    "delete": lambda _, document, name: designing.delete_question(document, name),
    "add-group": lambda request, document, _: designing.add_group(document, title=_title(request)),
    "rename-group": lambda request, document, group: designing.change_group(
        document, group, title=_title(request), hint=request.POST.get("group.help", "").strip()
    ),
    "up-group": lambda _, document, group: designing.move_group(document, group, by=-1),
    "down-group": lambda _, document, group: designing.move_group(document, group, by=1),
    "delete-group": lambda _, document, group: designing.delete_group(document, group),
}


def _page(
    request: Request, held: catalog.Revision, faults: Mapping[str, str], overtaken: catalog.Overtaken | None
) -> HttpResponse:
    table, name = request.GET.get("in", ""), request.GET.get("q", "")
    whole = readable(held.document)
    document = _within(held.document, table) if table and whole else held.document
    form = readable(document)
    unread = whole is None and bool(held.document.get("form"))
    context: dict[str, Any] = {
        "seen": held.digest,
        "table": table,
        "table_label": whole.properties[table].label if whole and table in whole.properties else "",
        "pages": [(one.group, [_line(form, *pair) for pair in one.fields]) for one in _pages(form)] if form else [],
        "new": _new(form),
        "group": Field("group.title", "新的一组叫什么"),
        "preview": _preview(form, request.GET.get("g", ""), name) if form else None,
    }
    if form and name in form.properties:
        context |= _question(request, document, form, name, column=bool(table))
    template = "web/designing/question.html" if "fields" in context else "web/designing/form.html"
    told = {**faults, **({"": _unread(held.document)} if unread and not faults else {})}
    return page(request, held, template, section=SECTION, context=context, faults=told, overtaken=overtaken)


def _within(document: designing.Document, table: str) -> designing.Document:
    try:
        return {"form": designing.row_form(document, table)}
    except designing.DesignRefused:
        return document


def _unread(document: designing.Document) -> str:
    try:
        designing.form_of(document)
    except designing.DesignRefused as refusal:
        return refusal.message
    return ""


def _pages(form: catalog.Form) -> list[catalog.Page]:
    """Return every group with its questions, the empty ones too."""
    ordered = form.ordered()
    return [catalog.Page(group, tuple(pair for pair in ordered if pair[1].group == group.id)) for group in form.groups]


def _line(form: catalog.Form, name: str, question: catalog.FormField) -> Line:
    condition = designing.condition_words(form, question.when)
    kind = _kind_name(question)
    expected, table = catalog.expected(form, name), question.table is not None
    return Line(name, question.label, kind, form.needed(name), question.sensitive, condition, expected, table)


def _kind_name(question: catalog.FormField) -> str:
    by_format = {
        "resident-id": designing.Starter.RESIDENT_ID,
        "credit-code": designing.Starter.CREDIT_CODE,
        "cn-mobile": designing.Starter.MOBILE,
    }
    return designing.STARTER_NAMES[by_format.get(question.format or "", designing.Starter(question.kind.value))]


def _new(form: catalog.Form | None) -> list[Field]:
    groups = [Choice(group.id, group.title) for group in form.groups] if form else []
    kinds = [Choice(one.value, name) for one, name in designing.STARTER_NAMES.items()]
    last = groups[-1].value if groups else ""
    where = Field("new.group", "放在哪一组", FieldKind.SELECT, value=last, choices=groups)
    return [
        Field("new.label", "问题"),
        Field("new.kind", "怎么填", FieldKind.SELECT, value=designing.Starter.TEXT.value, choices=kinds),
        *([where] if groups else []),
    ]


def _question(
    request: Request, document: designing.Document, form: catalog.Form, name: str, *, column: bool
) -> dict[str, Any]:
    given: dict[str, Any] = dict(document["form"]["properties"][name])
    if request.method == "POST" and request.POST.get("do", "").startswith("save:"):
        given |= _facts(request, document, form, name) | {"needed": asking.needed(request)}
    question = form.properties[name]
    return {
        "name": name,
        "label": question.label,
        "kind": _kind_name(question),
        "fields": asking.fields(form, name, given, _criteria(document), column=column),
        "options": asking.options_of(given) if question.options else [],
        "sources": [] if column else asking.source_fields(given),
        "comparer": comparer(form, name, given.get("x-compare")),
        "picker": picker(form, given.get("x-when"), before=name),
        "is_table": question.table is not None,
    }


def _criteria(document: designing.Document) -> list[Choice]:
    """Return the criteria of the draft as choices; what is not written whole yet is left out."""
    rows = designing.rows_of(document, "criteria")
    return [Choice(str(one["id"]), str(one.get("text", ""))) for one in rows if one.get("id")]


def _preview(form: catalog.Form, group: str, name: str) -> dict[str, Any]:
    """Return a page of the form as the applicant sees it: the one asked for, else that of the question at work."""
    pages = list(catalog.groups(form))
    wanted = form.properties[name].group if name in form.properties else group
    at = next((place for place, one in enumerate(pages) if one.group.id == wanted), 0)
    shown = pages[at]
    nothing: dict[str, str] = {}
    fields = [
        (
            drawn(key, question, needed=form.needed(key), given={}, faults=nothing, hint=catalog.hint(form, key)),
            question.when,
        )
        for key, question in shown.fields
    ]
    return {"groups": [one.group for one in pages], "group": shown.group, "fields": fields}
