"""适用新版: putting a running case under the version of the guide that is in force, where nobody is worse off."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tongban.cases import queries, rules
from tongban.cases.models import Case
from tongban.cases.services import stepping
from tongban.cases.services.accepting import write_opinion
from tongban.cases.services.moving import lock, shift, tell
from tongban.cases.services.papers import Facts, issue
from tongban.cases.states import MOVES, Verb
from tongban.catalog import api as catalog
from tongban.kernel.actors import Actor
from tongban.kernel.days import day_of
from tongban.ledger import api as ledger


@transaction.atomic
def adopt_version(*, number: str, reason: str, by: Actor, at: datetime) -> Case:
    """Handle a running case by the guide in force from now on, and tell the applicant in writing (工作规范8).

    A case keeps the version it was opened under. It may follow only where every version since was approved as
    favourable to applicants or with a rule of transition (NothingNewer, NotToFollow), where what was handed in is all
    that the new one asks (LackingUnderNew names the rest), where no limit is longer (LongerUnderNew), no charge new or
    other (DearerUnderNew), and authority and regime are the same (OtherRules). AdoptAfterwards while a special
    procedure lasts.

    Clocks that run go on as they are, the promised one too: nothing that began is counted anew. Limits that begin later
    are those of the new version. Steps that were begun or done stay, those that wait are exchanged. What was handed in
    stays; what the new version does not ask is no longer looked at.
    """
    case = lock(number, actor=by, at=at)
    MOVES.target(Verb.ADOPT_VERSION, state=case.state, roles=queries.roles_of(by, case))
    text = rules.reason(reason)
    found = queries.adoption(case, at=at)
    if found.refusal is not None:
        raise found.refusal
    old, case.guide = case.guide, found.newer.version
    facts: dict[str, ledger.Fact] = {
        "from": old.version,
        "version": case.guide.version,
        "digest": case.guide.digest,
        "revisions": [str(one.revision) for one in found.newer.grounds],
    }
    shift(case, Verb.ADOPT_VERSION, actor=by, at=at, facts=facts)
    stepping.rearrange(case, at=at)
    write_opinion(case, Verb.ADOPT_VERSION, text, by=by, at=at)
    issue(case, "new_version", at=at, more=_written(old, found))
    tell(case, "case.version_adopted", at=at)
    return case


def _written(old: catalog.GuideVersion, found: queries.Adoption) -> Facts:
    """Return what the paper says of the change: both versions, on what ground, and everything that is otherwise."""
    new, grounds = found.newer.version, found.newer.grounds
    told = (("对申请人有利的地方", "favourable"), ("过渡规定", "transition"))
    lines = [(label, getattr(one, name)) for one in grounds for label, name in told]
    return {
        "before": f"第{old.version}版",
        "after": f"第{new.version}版",
        "in_force_on": day_of(new.effective_from),
        "grounds": [{"label": label, "value": value} for label, value in lines if value.strip()],
        "changes": [one.sentence for one in found.alterations],
    }
