"""删除草稿: what was never handed in is not kept for ever (个人信息保护法19, 47)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from tongban.cases import policy, queries, rules
from tongban.cases.models import Case, CaseMaterial, CaseQuerySet, DraftReminder
from tongban.cases.services.drafting import FORGETTING, throw_away
from tongban.cases.services.moving import note
from tongban.cases.states import State
from tongban.kernel.actors import SYSTEM, Actor
from tongban.kernel.days import day_of
from tongban.messages import api as messages

# 个人信息保护法19: 保存期限应当为实现处理目的所必要的最短时间; 47: 不再必要的, 主动删除.
KEPT_SHORT = "GBF.19,GBF.47"


@transaction.atomic
def forget_drafts(*, party: UUID, by: Actor, at: datetime) -> int:
    """Throw away every draft of somebody whose account is closed, and return how many; nothing was submitted."""
    drafts = list(Case.objects.locked().filter(applicant=party, state=State.DRAFT).order_by("pk"))
    for case in drafts:
        note(case, "case.discard", actor=by, at=at, before=case.state, basis=FORGETTING)
        throw_away(case)
    return len(drafts)


def untouched(*, at: datetime, limit: int) -> list[UUID]:
    """Return the drafts that nobody touched for so long that they are reminded of or thrown away, oldest first."""
    since = _limits(at)
    waiting = DraftReminder.objects.filter(case=OuterRef("pk"), at__gte=since.warned)
    rows = _since(Case.objects.filter(state=State.DRAFT), since.to_remind).exclude(Exists(waiting))
    return list(rows.order_by("changed_at", "id").values_list("pk", flat=True)[:limit])


@transaction.atomic
def forget_abandoned(*, draft: UUID, at: datetime) -> bool:
    """Remind once of a draft that nobody touched for long, or throw it away; return whether either was done.

    The days are the policy's (``policy.toml``). Nothing is thrown away of which nobody was reminded so many days
    before; whoever goes on with it meanwhile begins the time anew. A draft that somebody works on now is left alone.
    """
    case = queries.hold_free(draft)
    since = _limits(at)
    if case is None or not _since(Case.objects.filter(pk=draft, state=State.DRAFT), since.to_remind).exists():
        return False
    reminded = DraftReminder.objects.filter(case=case, at__gte=_touched(case)).first()
    if reminded is None:
        return _remind(case, at)
    if reminded.at >= since.warned or not _since(Case.objects.filter(pk=draft), since.to_forget).exists():
        return False
    note(case, "case.discard", actor=SYSTEM, at=at, before=case.state, basis=KEPT_SHORT)
    throw_away(case)
    return True


def _limits(at: datetime) -> rules.Untouched:
    held = policy.forgetting(day_of(at))
    return rules.untouched_since(days=held.days, remind=held.remind, at=at)


def _remind(case: Case, at: datetime) -> bool:
    DraftReminder.objects.update_or_create(case=case, defaults={"at": at})
    held = policy.forgetting(day_of(at))
    until = rules.kept_until(days=held.days, remind=held.remind, touched=_touched(case), at=at)
    said = {"item": case.item_name, "until": until.isoformat()}
    agent = case.agent_id if queries.agent_now(case, at=at) else None
    messages.send(to=case.applicant_id, template="draft.forgotten_soon", facts=said, at=at)
    if agent:
        name = case.applicant.name
        messages.send(to=agent, template="draft.forgotten_soon", facts=said, at=at, instead_of=name)
    return True


def _since(drafts: CaseQuerySet, moment: datetime) -> CaseQuerySet:
    """Keep the drafts in which nothing was written, and to which no file was added, from a moment on."""
    added = CaseMaterial.objects.filter(case=OuterRef("pk"), at__gte=moment)
    return drafts.filter(changed_at__lt=moment).exclude(Exists(added))


def _touched(case: Case) -> datetime:
    """Return when a draft was touched last: written in, or given a file."""
    moments: Collection[datetime] = case.materials.values_list("at", flat=True)
    return max([case.changed_at, *moments])
