"""Under which rules a case stands: the legal regime when it was received, the law behind a limit of its guide."""

from __future__ import annotations

from datetime import datetime

from tongban.cases.models import Case
from tongban.cases.queries.hanging import correction_notice, docket_of
from tongban.cases.states import State, Verb
from tongban.cases.wording import Wording, of_decision
from tongban.catalog import api as catalog
from tongban.duties import api as duties
from tongban.kernel.days import day_of

BROUGHT = f"case.{Verb.SEE_ORIGINALS.lower()}"
"""What began the notice limit of an application that was looked through online."""


def regime_of(case: Case) -> duties.Regime:
    """Return the legal regime that was in force when the case was received."""
    if case.received_at is None:
        message = "a draft stands under no regime yet"
        raise ValueError(message)
    return duties.regime(case.guide.guide.regime, on=day_of(case.received_at))


def complete_from(case: Case) -> datetime:
    """Return when the application that waits was received: the first time, as corrected, or with its originals."""
    notice = correction_notice(case) if case.state == State.CORRECTED else None
    answered = notice.answered_at if notice else None
    shown = brought_at(case) if case.state == State.PRESCREENED else None
    moment = answered or shown or case.received_at
    if moment is None:
        message = "a case that waits was received"
        raise ValueError(message)
    return moment


def brought_at(case: Case) -> datetime | None:
    """Return when the originals were first brought after the prescreening, agreeing or not; None before.

    From then on the authority has all that it asked for, and five days to say what lacks (行政许可法32(1)4).
    """
    notice = docket_of(case).last(duties.Kind.NOTICE)
    return notice.event_at if notice and notice.event == BROUGHT else None


def wording(case: Case, kind: str) -> Wording:
    """Return how a decision on the case (``grant`` or ``refusal``) is called: only that on a licence is 许可."""
    return of_decision(kind, item_type=case.guide.guide.basics.type)


def basis_of(guide: catalog.Guide, limit: catalog.Limit) -> str:
    """Return the law a limit of the guide comes from; a promise comes from the guide itself."""
    if limit.legal is None:
        return "办事指南公布的承诺时限（工作规范第二十二条）"
    law = guide.law(limit.legal)
    return f"《{law.law}》{law.article}"


def extension_rule(case: Case) -> duties.Extension | None:
    """Return by how much the limit to decide may be made longer, and who approves: the guide's rule, else the regime's.

    None where neither knows an extension (行政许可法42(1): ten days by the head of the authority, unless a law says
    otherwise; 42(2): fifteen by the head of the government, where departments handle it together).
    """
    return extension_under(case.guide.guide, regime_of(case))


def extension_under(guide: catalog.Guide, regime: duties.Regime) -> duties.Extension | None:
    """Return the extension that a guide and its regime know, as ``extension_rule`` does of a case."""
    own = guide.limits.extension
    if own is None:
        return joint.extension if (joint := joint_under(guide, regime)) else regime.extension
    return duties.Extension(own.amount, own.unit, catalog.label(own.approver), basis_of(guide, own))


def extension_articles(case: Case) -> list[str]:
    """Return by which provisions the limit of a case is made longer: the guide's own, else those of its regime."""
    guide = case.guide.guide
    own = guide.limits.extension
    if own and own.legal:
        law = guide.law(own.legal)
        return [f"《{law.law}》{law.article}"]
    return list(regime_of(case).acts.get("joint_extension" if joint_rule(case) else "extension", ()))


def extends_jointly(case: Case) -> bool:
    """Tell whether the limit is made longer by the rule of joint handling (行政许可法42(2)), not by the guide's own."""
    return case.guide.guide.limits.extension is None and joint_rule(case) is not None


def approver_code(case: Case) -> str:
    """Return which post approves an extension, as a record may hold it; its name stands in the notice."""
    own = case.guide.guide.limits.extension
    if own is not None:
        return str(own.approver)
    return str(catalog.Approver.HEAD_OF_GOVERNMENT if joint_rule(case) else catalog.Approver.HEAD_OF_BODY)


def approved_outside(case: Case) -> bool:
    """Tell whether who approves an extension is outside the authority, whether the guide or the regime names them.

    行政许可法42(2): 经本级人民政府负责人批准. Nobody inside can confirm that by acting, so the paper has to be named.
    """
    return approver_code(case) == catalog.Approver.HEAD_OF_GOVERNMENT


def joint_under(guide: catalog.Guide, regime: duties.Regime) -> duties.Joint | None:
    """Return the rule for what several departments handle together, where this guide does and the regime has one.

    行政许可法42(2): within 45 days in all, and 15 more with the approval of the head of the government.
    """
    return regime.joint if guide.jointly else None


def joint_rule(case: Case) -> duties.Joint | None:
    """Return the rule for joint handling by which a case stands, as ``joint_under`` does of its guide."""
    return joint_under(case.guide.guide, regime_of(case))


def decision_limits(case: Case) -> dict[duties.Kind, duties.Limit]:
    """Return within what time a case is to be decided: by law, and as was promised; ``counts_from`` says since when.

    What the guide names goes before; of what departments handle together it need not name a limit, the law does.
    """
    guide, found = case.guide.guide, {}
    joint = joint_rule(case)
    if guide.limits.statutory is not None:
        found[duties.Kind.STATUTORY] = _published(guide, guide.limits.statutory, since=guide.limits.from_receipt)
    elif joint is not None:
        found[duties.Kind.STATUTORY] = joint.limit
    return found | {duties.Kind.PROMISED: _published(guide, guide.limits.promised)}


def _published(guide: catalog.Guide, limit: catalog.Limit, *, since: bool = False) -> duties.Limit:
    basis = f"{basis_of(guide, limit)}（自收到申请之日起计算）" if since else basis_of(guide, limit)
    return duties.Limit(amount=limit.amount, unit=limit.unit, basis=basis)


def promised_limit(version: catalog.GuideVersion) -> duties.Limit:
    """Return within what time a newer version promises to decide, naming it: for a clock that began under another."""
    limit = version.guide.limits.promised
    basis = f"办事指南第{version.version}版公布的承诺时限（工作规范第八条、第二十二条）"
    return duties.Limit(amount=limit.amount, unit=limit.unit, basis=basis)


def delivery_limit(case: Case, *, granted: bool) -> duties.Limit:
    """Return within what time a decision must be delivered: what the guide says of its result, else the regime's.

    行政许可法44 speaks of licences that were granted, without 另有规定: a special rule in the guide goes before it
    where it is surely no longer. A refusal is delivered within the regime's general limit.
    """
    guide, general = case.guide.guide, regime_of(case).delivery
    steps = [step for step in guide.process if step.kind == catalog.StepKind.DELIVERY and step.limit is not None]
    if not granted or not steps or steps[0].limit is None:
        return general
    limit = steps[0].limit
    if guide.basics.type == catalog.ItemType.LICENCE and not _no_longer(limit, general):
        return general
    return duties.Limit(amount=limit.amount, unit=limit.unit, basis=basis_of(guide, limit))


def _no_longer(limit: catalog.Limit, general: duties.Limit) -> bool:
    return catalog.longer(limit, catalog.Limit(amount=general.amount, unit=general.unit)) is False
