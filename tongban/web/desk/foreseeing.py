"""预览: the paper of a verb as it will read, shown before it is signed and kept nowhere."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone

from tongban.cases.api import Verb
from tongban.cases.desk import api as desk
from tongban.web.desk.asking import Ask
from tongban.web.request import Request
from tongban.web.served import PDF, inline

PAPERED = frozenset(
    {
        Verb.ACCEPT,
        Verb.ASK_CORRECTION,
        Verb.REFUSE_ACCEPTANCE,
        Verb.GRANT_AT_ONCE,
        Verb.REFUSE_AT_ONCE,
        Verb.GRANT,
        Verb.REFUSE,
        Verb.EXTEND,
        Verb.SUSPEND,
        Verb.ADOPT_VERSION,
        Verb.TERMINATE,
        Verb.CHECK_COMMITMENT,
        Verb.ORDER_RECTIFICATION,
        Verb.CALL_HEARING,
        Verb.POSTPONE_HEARING,
    }
)


def has_paper(ask: Ask) -> bool:
    """Tell whether a verb issues a paper that can be seen before."""
    return ask.verb in PAPERED


def foreseen(request: Request, number: str, ask: Ask) -> HttpResponse:
    """Show the paper that the verb would issue with what is written now; refused as the verb would be."""
    at = timezone.now()
    pdf = desk.preview(
        number=number,
        act=lambda: ask.do(number, request.POST, request.actor, at),
        by=request.actor,
        at=at,
    )
    return inline(pdf, PDF, f"预览 {ask.name} {number}.pdf")
