"""What is kept of a party here, counted: for whoever asks what is stored about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from tongban.cases.models import AddedFile, Case, CaseDocument, CaseMaterial
from tongban.cases.queries.finding import answers
from tongban.cases.states import DELIVERABLE, OPEN, State
from tongban.catalog import api as catalog


@dataclass(frozen=True, slots=True)
class Kept:
    """How many drafts, cases, files and official documents of a party are kept.

    ``open_matters``: cases that are still handled, or whose result was not delivered yet.
    """

    drafts: int
    cases: int
    files: int
    papers: int
    open_matters: int


def kept_of(party: UUID) -> Kept:
    """Return what is kept of a party."""
    mine = Case.objects.filter(applicant=party)
    undelivered = Q(state__in=sorted(DELIVERABLE), delivered_at__isnull=True)
    return Kept(
        drafts=mine.filter(state=State.DRAFT).count(),
        cases=mine.exclude(state=State.DRAFT).count(),
        files=CaseMaterial.objects.filter(case__applicant=party).count()
        + AddedFile.objects.filter(addition__case__applicant=party).count(),
        papers=CaseDocument.objects.filter(case__applicant=party).count(),
        open_matters=mine.filter(Q(state__in=sorted(OPEN)) | undelivered).count(),
    )


def question_label(case: UUID, field: str) -> str:
    """Return what a question of a case's form is called, which its published guide tells anybody; "" without one."""
    found = Case.objects.filter(pk=case).select_related("guide").first()
    question = found.guide.guide.form.properties.get(field) if found else None
    return question.label if question else ""


def sensitive_answer(case: Case, field: str) -> tuple[str, str] | None:
    """Return the question and the whole answer of a field that is shown masked; None if it is not such a field."""
    question = case.guide.guide.form.properties.get(field)
    value: Any = answers(case).get(field)
    if question is None or not question.sensitive or value in (None, "", []):
        return None
    return question.label, catalog.in_words(question, value)
