"""What somebody who stands at the counter has begun at home, and what the clerk was asked for lately."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tongban.cases.models import Case, CaseQuerySet, Channel
from tongban.cases.states import State
from tongban.cases.window.rules import BEGUN
from tongban.catalog import api as catalog
from tongban.identity import api as identity
from tongban.kernel.actors import Actor

RECENT, READ = 6, 40


def begun_at_home(actor: Actor, applicant: UUID) -> CaseQuerySet:
    """Return the drafts that an applicant has begun online, of items that the clerk takes in.

    Only what they are of and when they were saved is shown before the applicant agrees.
    """
    drafts = Case.objects.filter(identity.granted(BEGUN, actor), applicant_id=applicant, state=State.DRAFT)
    return drafts.filter(channel=Channel.WEB).select_related("guide", "applicant").order_by("-changed_at", "-id")


def recent_items(actor: Actor, *, at: datetime) -> list[catalog.GuideVersion]:
    """Return the guides in force of the items that a clerk took in last, the latest first."""
    mine = Case.objects.filter(opened_by=actor.id, channel=Channel.COUNTER).order_by("-opened_at")
    codes = list(dict.fromkeys(mine.values_list("item_code", flat=True)[:READ]))[:RECENT]
    offered = {one.item.code: one for one in catalog.on_offer(at=at, by=actor)} if codes else {}
    return [offered[code] for code in codes if code in offered]
