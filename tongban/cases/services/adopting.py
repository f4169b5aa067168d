"""适用新版: putting a running case under the version of the guide that is in force, where nobody is worse off.

One colleague proposes it and another decides; the applicant is told in writing.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tongban.cases import queries, rules
from tongban.cases.errors import ProposedAlready
from tongban.cases.models import Case
from tongban.cases.services import stepping
from tongban.cases.services.accepting import write_opinion
from tongban.cases.services.moving import lock, shift, tell
from tongban.cases.services.papers import Facts, issue
from tongban.cases.states import MOVES, Verb
from tongban.catalog import api as catalog
from tongban.duties import api as duties
from tongban.kernel.actors import Actor
from tongban.kernel.days import day_of
from tongban.ledger import api as ledger


@transaction.atomic
def propose_version(*, number: str, reason: str, by: Actor, at: datetime) -> Case:
    """Propose that a running case follows the guide in force (工作规范8); another decides (``adopt_version``).

    Refuses what could not be adopted, in the same words; ProposedAlready the second time by the same person. Nothing of
    the case changes, and a proposal of an earlier version is none of a later one.
    """
    case = lock(number, actor=by, at=at)
    MOVES.target(Verb.PROPOSE_VERSION, state=case.state, roles=queries.roles_of(by, case))
    text = rules.reason(reason)
    found = _adoptable(case, at)
    if by.id in queries.proposers(case, found.newer):
        raise ProposedAlready(field="reason")
    shift(case, Verb.PROPOSE_VERSION, actor=by, at=at, facts=_version(case, found))
    write_opinion(case, Verb.PROPOSE_VERSION, text, by=by, at=at)
    return case


@transaction.atomic
def adopt_version(*, number: str, reason: str, by: Actor, at: datetime) -> Case:
    """Handle a running case by the guide in force from now on, and tell the applicant in writing (工作规范8).

    A case keeps the version it was opened under. It may follow only where a colleague proposed it and not the one who
    decides (NotProposed, OwnProposal), where every version since was approved as favourable to applicants or with a
    rule of transition (NothingNewer, NotToFollow), where what was handed in is all that the new one asks
    (LackingUnderNew names the rest), where no limit is longer (LongerUnderNew), no charge new or other
    (DearerUnderNew), where authority and regime are the same (OtherRules) and where anything changes for this case
    (NothingForCase). AdoptAfterwards while a special procedure lasts.

    A promise that is shorter is counted anew from the acceptance of the case, unless it would be over at once; no limit
    becomes longer, and the statutory one, which is the law's, goes on as it is. Limits that begin later are those of
    the new version. Steps that were begun or done stay, those that wait are exchanged. What was handed in stays; what
    the new version does not ask is no longer looked at.
    """
    case = lock(number, actor=by, at=at)
    MOVES.target(Verb.ADOPT_VERSION, state=case.state, roles=queries.roles_of(by, case))
    text = rules.reason(reason)
    found = _adoptable(case, at)
    proposed_by = rules.proposed_by_other(queries.proposers(case, found.newer), by.id)
    facts = _version(case, found) | {"proposed_by": str(proposed_by)}
    old, case.guide = case.guide, found.newer.version
    facts |= _sooner(case, found, at)
    shift(case, Verb.ADOPT_VERSION, actor=by, at=at, facts=facts)
    stepping.rearrange(case, at=at)
    write_opinion(case, Verb.ADOPT_VERSION, text, by=by, at=at)
    issue(case, "new_version", at=at, more=_written(old, found))
    tell(case, "case.version_adopted", at=at)
    return case


def _adoptable(case: Case, at: datetime) -> queries.Adoption:
    found = queries.adoption(case, at=at)
    if found.refusal is not None:
        raise found.refusal
    return found


def _version(case: Case, found: queries.Adoption) -> dict[str, ledger.Fact]:
    new = found.newer
    return {
        "from": case.guide.version,
        "version": new.version.version,
        "digest": new.version.digest,
        "revisions": [str(one.revision) for one in new.grounds],
    }


def _sooner(case: Case, found: queries.Adoption, at: datetime) -> dict[str, ledger.Fact]:
    """Let what was promised end sooner, where it does; return what the entry says of it, nothing where it does not."""
    if found.promised is None or found.promised.kept:
        return {}
    limit = queries.promised_limit(found.newer.version)
    done = duties.shorten(kind=duties.Kind.PROMISED, subject=case.id, limit=limit, since=case.accepted_at, at=at)
    days = {"promised_was": done.was, "promised_until": done.date}
    return {name: day.isoformat() for name, day in days.items() if day is not None}


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
        "clocks": [found.clock] if found.clock else [],
    }
