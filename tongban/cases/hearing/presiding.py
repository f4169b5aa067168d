"""Who presides over a hearing, and what they leave alone for it: examining and presiding are two persons' (48(1)3)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tongban.cases.hearing import rules
from tongban.cases.hearing.errors import PresidedHearing
from tongban.cases.hearing.reading import hearing_of
from tongban.cases.hearing.tables import Hearing
from tongban.cases.models import Assignment, Case, CriterionCheck
from tongban.cases.states import STEPPING, Verb
from tongban.identity import api as identity
from tongban.kernel.actors import Actor, ActorKind
from tongban.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Bench:
    """Who could preside over the hearing of a case, and who cannot because they examine it, with their names."""

    colleagues: Mapping[UUID, str]
    examining: Mapping[UUID, str]

    @property
    def free(self) -> dict[UUID, str]:
        """Return the colleagues who did not and do not examine the case."""
        return {account: name for account, name in self.colleagues.items() if account not in self.examining}


def bench(case: Case, *, by: Actor, at: datetime) -> Bench:
    """Return who of the authority may preside over the hearing of a case, and who examines it (行政许可法48(1)3).

    Colleagues are all who hold a post in the department, whichever it is, but for whoever keeps out of the matter.
    ``by``: who calls the hearing or puts it off. They examine the case, unless they are who presides already.
    """
    apart = {party for party in (case.applicant_id, case.agent_id) if party}
    colleagues = identity.posted_in(case.department_id, apart_from=apart, at=at)
    examining = _examining(case) | (set() if presides(hearing_of(case), by) else {by.id})
    known = identity.staff_names(examining, by=by)
    return Bench(colleagues, {account: known.get(account, "") for account in examining})


def _examining(case: Case) -> set[UUID]:
    """Return who did something of the examination, or was given something of it by name, by account."""
    steps = [one for one in case.steps.values_list("done_by", flat=True) if one]
    wrote = case.opinions.filter(verb__in=STEPPING).values_list("author", flat=True)
    ticked = CriterionCheck.objects.filter(case=case).values_list("by", flat=True)
    given = Assignment.objects.filter(case=case, step__isnull=False, ended_at__isnull=True)
    return {*steps, *wrote, *ticked, *given.values_list("assignee", flat=True)}


def appoint(hearing: Hearing, whom: UUID | str, among: Bench) -> None:
    """Write down who presides: a colleague by account, or somebody of another office in words."""
    if isinstance(whom, UUID):
        hearing.presider = rules.colleague(whom, colleagues=among.colleagues, examining=among.examining)
        hearing.presided_by = whom
    else:
        names, examine = among.colleagues.values(), among.examining.values()
        hearing.presider = rules.in_words(whom, colleagues=names, examining=examine)
        hearing.presided_by = None


def presides(hearing: Hearing | None, who: Actor) -> bool:
    """Tell whether somebody presides or presided over a hearing; over one that was given up nobody did."""
    if hearing is None or not hearing.presider or hearing.held is False:
        return False
    names = () if hearing.presided_by else identity.staff_names({who.id}, by=who).values()
    return _is_presider(hearing, who.id, names)


def refuse_presider(case: Case, *, by: Actor) -> None:
    """Refuse (PresidedHearing) to let whoever presides over the hearing of a case examine it (行政许可法48(1)3)."""
    if presides(hearing_of(case), by):
        raise PresidedHearing


def against_presider(hearing: Hearing | None, by: Actor | None) -> Iterator[tuple[Verb, Refused]]:
    """Yield that who presides over the hearing does no step of the case, for them."""
    if by is not None and by.kind is ActorKind.STAFF and presides(hearing, by):
        yield from ((verb, PresidedHearing()) for verb in STEPPING)


def without_presider(case: Case, people: Mapping[UUID, str]) -> dict[UUID, str]:
    """Return these people without whoever presides over the hearing of a case: its examination is given to others."""
    hearing = hearing_of(case)
    if hearing is None or not hearing.presider or hearing.held is False:
        return dict(people)
    return {account: name for account, name in people.items() if not _is_presider(hearing, account, [name])}


def _is_presider(hearing: Hearing, account: UUID, names: Collection[str]) -> bool:
    """Tell whether somebody is who presides: by account, else by the name that ends what stands in the notice."""
    if hearing.presided_by is not None:
        return hearing.presided_by == account
    return rules.is_named(hearing.presider, names)
