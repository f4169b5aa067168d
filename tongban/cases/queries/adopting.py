"""What the newer version of the guide would change for one case, and whether this applicant would be worse off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tongban.cases import rules
from tongban.cases.errors import AdoptAfterwards
from tongban.cases.models import Case
from tongban.cases.queries.correcting import correction_of
from tongban.cases.queries.finding import answers
from tongban.cases.queries.following import Newer, newer, promised_sooner, refuse_without_effect
from tongban.cases.queries.promising import standing_promises
from tongban.cases.queries.reaching import wrong_answers
from tongban.cases.queries.ruling import extension_under, regime_of
from tongban.cases.queries.timing import procedures
from tongban.cases.wording import of_promise
from tongban.catalog import api as catalog
from tongban.duties import api as duties
from tongban.identity import api as identity
from tongban.kernel.days import day_of
from tongban.kernel.errors import Refused

FOR_OTHERS = "新版不面向这类申请人"


@dataclass(frozen=True, slots=True)
class Adoption:
    """A version that a case may follow, what it says otherwise, and why it may not be followed here, if so.

    ``promised``: what becomes of the running clock of the promise, None where it is none of its matter; ``clock`` says
    it in a sentence, or what the promise is once the case is accepted; empty where the same is promised.
    """

    newer: Newer
    alterations: tuple[catalog.Alteration, ...]
    refusal: Refused | None
    promised: duties.Nearer | None
    clock: str


def adoption(case: Case, *, at: datetime) -> Adoption:
    """Return what adopting the version in force means for a case; refuses where there is none to follow."""
    found = newer(case, at=at)
    promised = promised_sooner(case, found, at=at)
    return Adoption(
        found,
        catalog.alterations(case.guide.guide, found.version.guide),
        _refusal(case, found, promised, at),
        promised,
        _clock(case, found, promised),
    )


def _clock(case: Case, found: Newer, promised: duties.Nearer | None) -> str:
    old, new = case.guide.guide.limits.promised, found.version.guide.limits.promised
    return "" if old.text == new.text else of_promise(promised, new.text, begun=case.accepted_at is not None)


def _refusal(case: Case, found: Newer, promised: duties.Nearer | None, at: datetime) -> Refused | None:
    if procedures(case, at=at):
        return AdoptAfterwards()
    guide = found.version.guide
    try:
        rules.refuse_worse(
            same_rules=_same_rules(case, guide),
            longer=_longer(case, guide),
            lacking=_lacking(case, guide),
            dearer=_dearer(case.guide.guide, guide),
        )
        refuse_without_effect(case, found, promised)
    except Refused as refusal:
        return refusal
    return None


def _same_rules(case: Case, guide: catalog.Guide) -> bool:
    deciding = (guide.regime, guide.department.decides.code, guide.department.region)
    return deciding == (case.guide.guide.regime, case.department_id, case.region_id)


def _longer(case: Case, guide: catalog.Guide) -> dict[str, bool | None]:
    """Compare every limit with that of the version of the case: none is the longest, no extension is nothing."""
    old, new, regime = case.guide.guide.limits, guide.limits, regime_of(case)
    before, after = extension_under(case.guide.guide, regime), extension_under(guide, regime)
    return {
        "法定办结时限": _more_by_law(new.statutory, old.statutory),
        "承诺办结时限": _more(new.promised, old.promised),
        "可以延长的时间": after is not None and (before is None or _more(_length(after), _length(before))),
    }


def _dearer(old: catalog.Guide, new: catalog.Guide) -> list[str]:
    """Return the charges of the new version that the old one does not have just so.

    A standard is words (每平方米5元), so another one cannot be told to be cheaper; a charge that is dropped is no harm.
    """
    before = {(one.name, one.kind, one.standard, one.reduction) for one in old.fees.entries}
    after = new.fees.entries
    return [f"“{one.name}”" for one in after if (one.name, one.kind, one.standard, one.reduction) not in before]


def _more(one: catalog.Limit, other: catalog.Limit | None) -> bool | None:
    return False if other is None or not one.amount else catalog.longer(one, other)


def _more_by_law(one: catalog.Statutory | None, other: catalog.Statutory | None) -> bool | None:
    """Compare limits of the law, each from the day from which it is counted; none is the longest."""
    if one is None or other is None:
        return one is None and other is not None
    return catalog.longer_by_law(one, other)


def _length(rule: duties.Extension) -> catalog.Limit:
    return catalog.Limit(amount=rule.amount, unit=rule.unit)


def _lacking(case: Case, guide: catalog.Guide) -> list[str]:
    """Return what the guide asks of this applicant and is not there, in words without anything that they wrote.

    Answers are held to the day on which they were handed in: that time went by since makes none of them wrong.
    """
    given = catalog.only_visible(guide.form, answers(case))
    faults = wrong_answers(case, given, on=day_of(_handed_in(case)), guide=guide)
    fields = dict.fromkeys(guide.form.properties[catalog.field_of(name)].label for name in faults)
    supplied = {*case.materials.values_list("material", flat=True), *standing_promises(case)}
    asked = (one.material for one in guide.materials_for(given) if one.required)
    missing = [one.name for one in asked if one.id not in supplied]
    person = case.applicant.kind == identity.PartyKind.NATURAL
    served = rules.may_apply(guide.basics.service_objects, person=person)
    return [
        *([] if served else [FOR_OTHERS]),
        *(f"申请表“{label}”" for label in fields),
        *(f"材料“{name}”" for name in missing),
    ]


def _handed_in(case: Case) -> datetime:
    told = correction_of(case)
    moment = (told.answered_at if told else None) or case.received_at
    if moment is None:
        message = "a case that runs was received"
        raise ValueError(message)
    return moment
