"""Papers that wait at the window and the lists by which they were handed over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from tongban.cases.models import Case, Supplied
from tongban.cases.queries.telling import NOT_HANDED_IN
from tongban.cases.window import rules
from tongban.cases.window.errors import HandoverNotFound
from tongban.cases.window.rules import OnPaper
from tongban.cases.window.tables import TO_HAND_OVER, Handover, PaperFile, SeenPaper
from tongban.identity import api as identity
from tongban.kernel.actors import Actor, Role

MOST, LATEST = 200, 30


@dataclass(frozen=True, slots=True)
class _Place:
    department: str
    region: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list: papers of a case, with their words. It names the case, and nobody."""

    file: PaperFile
    papers: list[tuple[str, str]]

    @property
    def supplied(self) -> str:
        """Return with which receipt they came."""
        return Supplied(self.file.supplied).label


def reaching(actor: Actor, row: PaperFile | Handover) -> frozenset[Role]:
    """Return the roles in which an actor reaches papers or a list of them."""
    return rules.REACH.roles_of(actor, _Place(row.department_id, row.region_id))


def papers_to_hand_over(actor: Actor) -> list[Listed]:
    """Return what was taken in and not handed over yet, the oldest first: for the window and for the department."""
    rows = PaperFile.objects.filter(identity.granted(rules.REACH, actor), stage__in=TO_HAND_OVER)
    return _listed(rows.order_by("department", "received_at", "id")[:MOST])


def handovers(actor: Actor) -> list[Handover]:
    """Return the latest lists: for the window all of its region, for a department those to it."""
    rows = Handover.objects.filter(identity.granted(rules.REACH, actor)).select_related("department")
    return list(rows.order_by("-handed_at", "-id")[:LATEST])


def handover_for(actor: Actor, number: str) -> Handover:
    """Return one list by its number; HandoverNotFound also for one of others."""
    rows = Handover.objects.filter(identity.granted(rules.REACH, actor), number=number)
    found = rows.select_related("department").first()
    if found is None:
        raise HandoverNotFound
    return found


def listed_on(handover: Handover) -> list[Listed]:
    """Return the lines of a list. What was handed over again since stands on the newer one."""
    return _listed(handover.files.order_by("received_at", "id"))


def _listed(rows: QuerySet[PaperFile]) -> list[Listed]:
    files = list(rows.select_related("case__guide", "department"))
    papers = _papers([one.case_id for one in files if one.supplied == Supplied.FIRST])
    return [Listed(one, _words(one.case, papers.get(one.case_id, {}))) for one in files]


def _papers(cases: Collection[UUID]) -> dict[UUID, dict[str, OnPaper]]:
    found: dict[UUID, dict[str, OnPaper]] = {}
    for one in SeenPaper.objects.filter(case__in=cases):
        found.setdefault(one.case_id, {})[one.material] = OnPaper(seen=one.seen, copies=one.copies, kept=one.kept)
    return found


def _words(case: Case, papers: dict[str, OnPaper]) -> list[tuple[str, str]]:
    named = {one.id: one.name for one in case.guide.guide.materials if one.source not in NOT_HANDED_IN}
    return [(named[key], one.words) for key, one in papers.items() if key in named and one.handed_in]
