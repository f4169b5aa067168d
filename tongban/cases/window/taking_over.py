"""Going on at the counter with what was begun at home, when its applicant stands there and agrees."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.cases import queries
from tongban.cases.errors import CaseNotFound, NotOnOffer
from tongban.cases.models import Case, Channel
from tongban.cases.services.moving import note
from tongban.cases.states import State
from tongban.cases.window.errors import BegunAtTheWindow, NotAgreed
from tongban.cases.window.queries.begun import begun_at_home
from tongban.catalog import api as catalog
from tongban.kernel.actors import Actor
from tongban.messages import api as messages

# 工作规范21: 办事人选择渠道; 个人信息保护法13(1)1, 14: 个人的同意, 自愿、明确作出.
BY_CONSENT = "GZGF.21.1,GBF.13.1.1,GBF.14.1"


@transaction.atomic
def take_over_draft(*, draft: UUID, applicant: UUID, agreed: bool, by: Actor, at: datetime, place: str) -> Case:
    """Bring a draft that was begun online to the counter, where its applicant stands: they and the clerk see it now.

    What somebody is still writing is theirs (个人信息保护法13, 14), so the clerk says that the document was checked and
    that the applicant agreed, else NotAgreed; the applicant is told by a message. CaseNotFound for a draft of others,
    BegunAtTheWindow where the counter has a draft of the same item, NotOnOffer where its guide knows no window.
    """
    if not agreed:
        raise NotAgreed(field="agreed")
    held = begun_at_home(by, applicant).select_related(None).locked().only("pk").filter(pk=draft).first()
    if held is None:
        raise CaseNotFound
    case = queries.whole(held.pk)
    if catalog.Channel.WINDOW not in case.guide.guide.basics.channels:
        raise NotOnOffer
    counter = Case.objects.filter(channel=Channel.COUNTER, state=State.DRAFT)
    if counter.filter(applicant_id=applicant, item_code=case.item_code).exists():
        raise BegunAtTheWindow
    case.channel, case.place_code, case.changed_at = Channel.COUNTER, place, at
    case.save(update_fields=["channel", "place_code", "changed_at"])
    note(case, "case.take_over_draft", actor=by, at=at, before=Channel.WEB, after=Channel.COUNTER, basis=BY_CONSENT)
    messages.send(to=applicant, template="draft.at_counter", facts={"item": case.item_name}, at=at)
    return case
