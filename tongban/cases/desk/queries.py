"""What the desk reads beside a case: what was ticked, texts to write with, other matters of the same applicant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import Q, QuerySet

from tongban.cases import rules as case_rules
from tongban.cases.desk import rules
from tongban.cases.desk.states import SAME, Found
from tongban.cases.desk.tables import CriterionCheck, TextBlock
from tongban.cases.models import Case
from tongban.cases.queries.finding import listed
from tongban.cases.queries.hanging import checks_of, kept_with
from tongban.cases.queries.promising import promised_conditions
from tongban.cases.queries.ruling import extension_articles, regime_of
from tongban.cases.states import State, Verb
from tongban.identity import api as identity
from tongban.kernel.actors import Actor
from tongban.kernel.reach import EVERYWHERE, REMEMBERED
from tongban.statements import api as statements

EARLIER = 10
ACTS = {Verb.GRANT: "grant", Verb.REFUSE: "refusal", Verb.EXTEND: "extension"}


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion of the guide with what was found of it; ``found`` None and nobody where it was not looked at.

    ``promised``: the applicant promised it in writing, so that it is checked after the decision and not before.
    """

    id: str
    text: str
    found: Found | None
    note: str
    by: UUID | None
    at: datetime | None
    promised: bool = False

    @property
    def met(self) -> bool:
        """Tell whether it was found to be met."""
        return self.found is Found.MET


def criteria_of(case: Case) -> list[Criterion]:
    """Return every criterion of the guide the case is handled by, with what was found of it, as the guide goes."""
    held, promised = {row.criterion: row for row in checks_of(case)}, promised_conditions(case)
    return [
        _criterion(one.id, one.text, held.get(one.id), promised=one.id in promised) for one in case.guide.guide.criteria
    ]


def open_places(case: Case) -> list[int]:
    """Return the places of the criteria that nobody ticked as met and nobody promised, counted from 1."""
    return [place for place, one in enumerate(criteria_of(case), start=1) if not one.met and not one.promised]


def _criterion(key: str, text: str, row: CriterionCheck | None, *, promised: bool) -> Criterion:
    if row is None or promised:
        return Criterion(key, text, None, "", None, None, promised)
    return Criterion(key, text, Found(row.found), row.note, row.by, row.at)


def blocks_of(actor: Actor) -> QuerySet[TextBlock]:
    """Return the texts that an actor keeps: of the departments in which they examine or decide."""
    mine = rules.departments_of(actor)
    rows = TextBlock.objects.filter(put_away_at__isnull=True).select_related("department")
    within = rows if EVERYWHERE in mine else rows.filter(department__in=sorted(mine))
    return within.order_by("department", "verb", "title", "id")


def blocks_for(actor: Actor, case: Case, verb: str) -> list[TextBlock]:
    """Return the texts to write a verb of a case with: of the department that decides and of the actor's own ones.

    A text holds nothing of anybody; the case was opened by its reader.
    """
    near = Q(department=case.department_id) | Q(department__in=sorted(rules.departments_of(actor)))
    rows = TextBlock.objects.filter(near, verb=SAME.get(Verb(verb), verb), put_away_at__isnull=True)
    return list(rows.order_by("title", "id"))


def values_of(case: Case, verb: str) -> dict[str, str]:
    """Return what stands for the placeholders of a text in a case; the provisions are those that the paper cites."""
    guide = case.guide.guide
    act = ACTS.get(SAME.get(Verb(verb), Verb(verb)))
    cited = [f"《{guide.legal[0].law}》{guide.legal[0].article}"] if guide.legal else []
    cited += regime_of(case).acts.get(act, ()) if act else ()
    cited = extension_articles(case) if verb == Verb.EXTEND else cited
    return {
        "事项": case.item_name,
        "申请人": case.applicant.name,
        "办件编号": case.number,
        "依据": "、".join(dict.fromkeys(cited)),
    }


def earlier_of(actor: Actor, case: Case) -> list[Case]:
    """Return other matters of the applicant that the actor reaches as staff, the latest first, EARLIER at most.

    Whether there are more, or others that one does not reach, is told to nobody.
    """
    kept = kept_with(case)
    if kept and not kept.others:
        return []
    return _earlier(actor).all(case.applicant_id, case.pk)


@lru_cache(REMEMBERED)
def _earlier(actor: Actor) -> statements.Asked[Case]:
    """Write down what an actor reaches of somebody's matters, once for each actor."""
    granted = identity.granted(case_rules.REACH, actor)

    def asked(applicant: UUID, besides: UUID) -> QuerySet[Case]:
        rows = Case.objects.filter(granted, applicant=applicant).exclude(state=State.DRAFT).exclude(pk=besides)
        return listed(rows).order_by("-changed_at", "-id")[:EARLIER]

    return statements.Asked(asked, UUID, UUID)
