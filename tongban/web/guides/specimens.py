"""Samples and blank forms as people open them: what was uploaded, or a PDF drawn from the guide itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from tongban.catalog import api as catalog
from tongban.catalog.designing import api as designing
from tongban.catalog.papers import api as papers
from tongban.documents import api as documents
from tongban.kernel.limits import amount_text
from tongban.web.guides.paper import SAMPLE
from tongban.web.request import Request
from tongban.web.served import PDF, inline
from tongban.web.templatetags.tongban import day

ROWS = 6
LINES = {catalog.Kind.LONG_TEXT: 4}
LEAD = "用黑色笔填写，字迹清楚；不适用的栏目写“无”。网上申请时直接填表单，不用打印这一份。"
NOTE = "这份空白表由办事指南的表单生成，内容与网上填写的一致。"
LIKENESS = "这份样例由办事指南生成，说明上面有哪些内容；实际的版式、编号和印章，以发证或者出文机关核发的为准。"
WHOLE = "〔核发时填写〕"


@require_safe
def guide_file(request: Request, code: str, digest: str, place: str) -> HttpResponse:
    """Show a sample or a blank form of a published guide, which is as public as the guide."""
    del request
    version = papers.published_with(code, digest)
    paper = papers.paper_at(version.guide, place)
    if paper.kind == papers.PaperKind.UPLOADED:
        opened = papers.uploaded(version, paper, at=timezone.now())
        return inline(opened.data, opened.mime, paper.name)
    edition = f"第{version.version}版，{day(version.published_at)}发布"
    return drawn(version.guide, place, edition=edition, at=version.published_at)


def drawn(guide: catalog.Guide, place: str, *, edition: str, at: datetime) -> HttpResponse:
    """Draw what is generated, in Chinese whoever asks; ``at`` is the date in the file."""
    paper = papers.paper_at(guide, place)
    section, key, _ = place.split(".")
    with translation.override("zh-hans"):
        if section == "materials":
            kind, facts = documents.Sheet.BLANK, blank(guide, key, edition)
        else:
            kind, facts = documents.Sheet.SPECIMEN, specimen(guide, key)
        data = documents.sheet(kind, facts, at=at)
    return inline(data, PDF, f"{paper.name}.pdf")


def blank(guide: catalog.Guide, key: str, edition: str) -> dict[str, object]:
    """Return the form of a guide as it is printed to be filled in by hand."""
    return {
        "title": guide.material(key).name,
        "department": guide.department.decides.name,
        "edition": f"{guide.basics.name}，{edition}",
        "lead": LEAD,
        "note": NOTE,
        "sample": SAMPLE if settings.SAMPLE_MODE else "",
        "groups": [_group(guide.form, page) for page in catalog.groups(guide.form)],
    }


def specimen(guide: catalog.Guide, key: str) -> dict[str, object]:
    """Return what stands on a result, without anybody's data."""
    result = next(one for one in guide.results if one.id == key)
    rows = [("事项", guide.basics.name), ("编号", WHOLE), *((name, WHOLE) for name in _stated(guide, result))]
    if result.validity:
        rows.append(("有效期", amount_text(result.validity.amount, result.validity.unit)))
    if result.sample_note:
        rows.append(("说明", result.sample_note))
    return {
        "title": result.name,
        "department": guide.department.decides.name,
        "rows": [{"name": name, "value": value} for name, value in rows],
        "note": LIKENESS,
        "sample": SAMPLE if settings.SAMPLE_MODE else "",
    }


def _stated(guide: catalog.Guide, result: catalog.Result) -> list[str]:
    return [guide.form.properties[name].label for name in result.contents if name in guide.form.properties]


def _group(form: catalog.Form, page: catalog.Page) -> dict[str, Any]:
    fields = [pair for pair in page.fields if pair[1].table is None]
    tables = [one for _, one in page.fields if one.table is not None]
    return {
        "title": page.group.title,
        "fields": [_field(form, name, one) for name, one in fields],
        "tables": [_table(one) for one in tables],
    }


def _field(form: catalog.Form, name: str, question: catalog.FormField) -> dict[str, Any]:
    words = designing.condition_words(form, question.when)
    return {
        "label": question.label,
        "when": f"{words}填写" if words else "",
        "hint": catalog.hint(form, name),
        "unit": question.unit or ("元" if question.kind == catalog.Kind.MONEY else ""),
        "lines": LINES.get(question.kind, 1),
        "options": _options(question),
    }


def _options(question: catalog.FormField) -> Sequence[str]:
    if question.kind == catalog.Kind.BOOLEAN:
        return ("是", "否")
    if question.kind == catalog.Kind.CONFIRMATION:
        return ("已经阅读并且同意",)
    return [one.title for one in question.options]


def _table(question: catalog.FormField) -> dict[str, Any]:
    if question.table is None:
        return {}
    columns = [one.label for _, one in question.table.form.ordered()]
    rows = max(question.min_items or 1, min(ROWS, question.max_items or ROWS))
    return {"label": question.label, "columns": columns, "rows": rows}
