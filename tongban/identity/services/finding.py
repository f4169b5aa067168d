"""Finding somebody who stands at the counter, by what they say or show of themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from tongban.crypto import api as crypto
from tongban.identity.errors import TooManyFound
from tongban.identity.models import Party, PartyDocument
from tongban.identity.queries import DOCUMENT_PURPOSE, PartyView, party_view
from tongban.identity.rules.access import Throttled
from tongban.identity.services.throttling import throttle
from tongban.kernel.actors import Actor, Role
from tongban.kernel.errors import Faulty, NotAllowed
from tongban.ledger import api as ledger

MOST = 10
TAIL = 4
SHORTEST_NAME = 2
# 工作规范20(2), 21(2): 综合窗口统一受理, 能够识别身份; 个人信息保护法6(2): 最小范围.
BASIS = "GZGF.20.2,GZGF.21.2,GBF.6.2"


@dataclass(frozen=True, slots=True)
class Sought:
    """What is known of whom the clerk looks for: a whole document number; or a name with four last digits.

    ``tail``: of a document; ``mobile_tail``: of the telephone. ``name``: its beginning, two characters at least.
    """

    number: str = ""
    name: str = ""
    tail: str = ""
    mobile_tail: str = ""


def find(*, sought: Sought, by: Actor, at: datetime) -> list[PartyView]:
    """Return those who fit, at most ten, their numbers masked; each search is an entry about those who were shown.

    Only for a clerk who receives applications, who has somebody before them (NotAllowed). Faulty for what would list
    people at large: a name alone, digits alone. TooManyFound beyond ten, of whom nobody is shown; TooManyAttempts for
    who searches without end.
    """
    if not by.holds(Role.RECEIVER):
        raise NotAllowed
    way, rows = _rows(sought)
    throttle(Throttled.SEARCH, str(by.id), at)
    found = list(rows.distinct().order_by("name", "id").values_list("pk", flat=True)[: MOST + 1])
    shown = found if len(found) <= MOST else []
    ledger.note_reading(
        at=at,
        actor=by,
        kind="party_search",
        subject=by.id,
        about=tuple(shown),
        purpose=ledger.Purpose.HANDLING,
        basis=BASIS,
        facts={"way": way, "shown": len(shown)},
    )
    if len(found) > MOST:
        raise TooManyFound
    return [party_view(party, by=by) for party in shown]


def party_called(*, name: str, number: str) -> Party | None:
    """Return who is registered by exactly this name and document number, for a verb that has to tell them something.

    Nothing of them is shown to whoever asks; the verb records whom it told.
    """
    held = PartyDocument.objects.filter(digest__in=crypto.indexes(DOCUMENT_PURPOSE, _plain(number)))
    return Party.objects.filter(pk__in=held.values("party"), name=" ".join(name.split())).order_by("id").first()


def is_registered(*, number: str) -> bool:
    """Tell whether a document of this number is registered, under whatever name; for ``party_called`` that found none.

    Whoever typed it has misread the number or the name, and neither is told.
    """
    return PartyDocument.objects.filter(digest__in=crypto.indexes(DOCUMENT_PURPOSE, _plain(number))).exists()


def _plain(number: str) -> str:
    return "".join(number.split()).upper()


def _rows(sought: Sought) -> tuple[str, QuerySet[Party]]:
    number, name = "".join(sought.number.split()).upper(), " ".join(sought.name.split())
    if number:
        digests = crypto.indexes(DOCUMENT_PURPOSE, number)
        held = PartyDocument.objects.filter(digest__in=digests)
        return "number", Party.objects.filter(pk__in=held.values("party"))
    tail, mobile = sought.tail.strip().upper(), sought.mobile_tail.strip()
    _check(name, tail, mobile)
    named = Party.objects.filter(name__startswith=name)
    if tail:
        return "document_tail", named.filter(pk__in=PartyDocument.objects.filter(tail=tail).values("party"))
    return "mobile_tail", named.filter(mobile_tail=mobile)


def _check(name: str, tail: str, mobile: str) -> None:
    faults = {}
    if not tail and not mobile:
        faults["number"] = "请填写完整的证件号码，或者姓名加上证件或手机的后四位。"
    elif len(name) < SHORTEST_NAME:
        faults["name"] = "请填写姓名或者单位名称，至少两个字。"
    for field, text in (("tail", tail), ("mobile_tail", mobile)):
        if text and len(text) != TAIL:
            faults[field] = "请填写后四位。"
    if faults:
        raise Faulty(faults)
