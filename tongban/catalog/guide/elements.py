"""Everything in a guide that a person can be pointed at, with an id that does not change from version to version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tongban.catalog.guide.content import GuideContent
from tongban.catalog.guide.labels import label

# The fourteen elements of article 7, in its order; the form belongs to the materials.
SECTIONS = {
    "basics": "基本信息",
    "department": "部门信息",
    "windows": "办理窗口",
    "criteria": "受理标准",
    "materials": "办理材料",
    "process": "办理流程",
    "limits": "办理时限",
    "fees": "收费情况",
    "results": "审批结果",
    "legal": "法律依据",
    "questions": "常见问题",
    "contacts": "咨询投诉",
    "rights": "权利义务",
    "remedies": "法律救济",
}


@dataclass(frozen=True, slots=True)
class Element:
    """A place in a guide: its id, the element of article 7 it belongs to, its title, and what stands there."""

    id: str
    section: str
    title: str
    text: str = ""


def elements_of(guide: GuideContent) -> tuple[Element, ...]:
    """Return all elements of a guide, in the order of article 7."""
    readers = (_who_and_where, _what_is_needed, _how_and_when, _on_what_ground, _what_one_may_do)
    return tuple(element for read in readers for element in read(guide))


def _who_and_where(guide: GuideContent) -> Iterator[Element]:
    yield Element("basics", "basics", guide.basics.name, guide.basics.summary)
    yield Element("department", "department", guide.department.decides.name)
    for window in guide.windows:
        yield Element(f"windows.{window.id}", "windows", window.name, window.counters)
    for criterion in guide.criteria:
        yield Element(f"criteria.{criterion.id}", "criteria", criterion.text)


def _what_is_needed(guide: GuideContent) -> Iterator[Element]:
    for material in guide.materials:
        yield Element(f"materials.{material.id}", "materials", material.name, material.help)
    for name, field in guide.form.ordered():
        yield Element(f"form.{name}", "materials", field.label, field.help or "")


def _how_and_when(guide: GuideContent) -> Iterator[Element]:
    for step in guide.process:
        yield Element(f"process.{step.id}", "process", step.name, step.text)
    for special in guide.special:
        yield Element(f"special.{special.id}", "process", special.name, special.text)
    limits = guide.limits
    if limits.statutory is not None:
        yield Element("limits.statutory", "limits", "法定时限", limits.statutory.said)
    yield Element("limits.promised", "limits", "承诺时限", limits.promised.text)
    if limits.extension is not None:
        yield Element("limits.extension", "limits", "延长时限", limits.extension.text)


def _on_what_ground(guide: GuideContent) -> Iterator[Element]:
    yield Element("fees", "fees", "收费情况", guide.fees.note)
    for fee in guide.fees.entries:
        yield Element(f"fees.{fee.id}", "fees", fee.name, fee.standard)
    for result in guide.results:
        yield Element(f"results.{result.id}", "results", result.name, label(result.kind))
    for legal in guide.legal:
        yield Element(f"legal.{legal.id}", "legal", f"《{legal.law}》{legal.article}", legal.text)


def _what_one_may_do(guide: GuideContent) -> Iterator[Element]:
    for question in guide.questions:
        yield Element(f"questions.{question.id}", "questions", question.question, question.answer)
    yield Element("contacts.consultation", "contacts", "咨询", "、".join(guide.contacts.consultation.phones))
    yield Element("contacts.complaint", "contacts", "投诉", "、".join(guide.contacts.complaint.phones))
    for clause in (*guide.rights.rights, *guide.rights.duties):
        yield Element(f"rights.{clause.id}", "rights", clause.text)
    for remedy in guide.remedies:
        yield Element(f"remedies.{remedy.id}", "remedies", label(remedy.kind), remedy.text)
