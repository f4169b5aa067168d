"""出件: what waits to be handed out or posted, and handing it out against a receipt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongban.cases import api as cases
from tongban.cases.window import api as window
from tongban.identity import api as identity
from tongban.kernel.actors import Actor
from tongban.kernel.errors import Broken, Faulty, Unavailable
from tongban.web import flash
from tongban.web.counter.shown import at_window
from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.guards import handing_out_only
from tongban.web.late import beside_the_case
from tongban.web.lists import rows_of
from tongban.web.request import Request

PERSONAL = [Choice(one, one.label) for one in identity.DocumentType if one is not identity.DocumentType.CREDIT_CODE]
TABS = {"window": "待领取", "post": "待交邮", "sent": "已交邮"}
TYPED, WITNESSED = "选了“核对证件原件”的填写", "拒绝签收的填写"
SIGNING = (
    Choice("ON_PAPER", "在纸质送达回证上签收", "确认以后打印送达回证，请领取人当场签名，归档。"),
    Choice("DRAWN", "在屏幕上手写签名", "手写的笔迹只作收到的记录，不是可靠的电子签名。"),
    Choice("REFUSED", "拒绝签收", "写明见证人和经过（留置送达的条件待本市核定）。"),
)


@require_GET
@handing_out_only
def index(request: Request) -> HttpResponse:
    """Show what waits at the window, what is to be posted, and the parcels on their way."""
    at, tab = timezone.now(), request.GET.get("tab", "window")
    tab = tab if tab in TABS else "window"
    context: dict[str, object] = {"tabs": TABS.items(), "tab": tab}
    if tab == "sent":
        context["parcels"] = window.read_parcels(by=request.actor, at=at)
    else:
        found = window.read_to_hand_out(by=request.actor, at=at, post=tab == "post")
        context["rows"] = rows_of(found, at=at)
    return render(request, "web/counter/handouts.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@handing_out_only
@beside_the_case
def handout(request: Request, number: str) -> HttpResponse:
    """Check who stands there, hand the result out, keep how it was acknowledged."""
    if request.method == "GET":
        return _page(request, number, {})
    at = timezone.now()
    try:
        window.hand_out(
            number=number,
            receiver=receiver_of(request.POST, by=request.actor, at=at),
            acknowledged=_acknowledged(request),
            by=request.actor,
            at=at,
        )
    except Faulty as refusal:
        return _page(request, number, refusal.faults)
    except (Broken, Unavailable) as refusal:
        return _page(request, number, {refusal.field or "number": refusal.message})
    flash.say(request, "结果已交付，送达回证已生成。")
    return redirect("counter:handout", number=number)


@require_POST
@handing_out_only
@beside_the_case
def post(request: Request, number: str) -> HttpResponse:
    """Order the post to collect a result."""
    try:
        window.send_by_post(number=number, by=request.actor, at=timezone.now())
    except Unavailable as refusal:
        flash.say(request, refusal.message)
    else:
        flash.say(request, "已交邮。运单号出来以后，系统发消息告知申请人。")
    return redirect("/counter/handout/?tab=post")


def receiver_of(posted: Mapping[str, str], *, by: Actor, at: datetime) -> window.Receiver:
    """Return who stands at the window: as the reader of cards says, or as the clerk typed it from the document."""
    proof = posted.get("proof", "")
    if proof == window.Proof.CARD_READER:
        device = identity.post_place(by)
        read = identity.read_card(device=device, card=posted.get("card", ""), by=by, at=at)
        return window.Receiver(read, proof)
    typed = identity.Card(
        name=posted.get("name", ""),
        number=posted.get("number", ""),
        document_type=posted.get("document_type", ""),
    )
    return window.Receiver(typed, proof)


def _acknowledged(request: Request) -> window.Acknowledged:
    posted = request.POST
    return window.Acknowledged(
        how=posted.get("signature", ""),
        drawing=posted.get("drawing", ""),
        witness=posted.get("witness", ""),
        told=posted.get("told", ""),
    )


def _page(request: Request, number: str, faults: Mapping[str, str]) -> HttpResponse:
    at = timezone.now()
    case = cases.read_case(number=number, by=request.actor, at=at)
    context = {
        "case": case,
        "agent": cases.acting_for(case),
        "agent_ended": case.mandate is not None and not identity.mandate_holds(case.mandate, at=at),
        "documents": [one for one in cases.document_list(case) if one.result],
        "receipt": next((one for one in cases.document_list(case) if one.kind == "delivery"), None),
        "faults": faults,
        "barred": cases.barred(case, at=at).get(cases.Verb.DELIVER, ""),
        "owed": cases.deferred_names(case),
        "checking": _drawn(checking(request.POST, by=request.actor, at=at), faults),
        "signing": _drawn(_signing(request.POST), faults),
        **at_window(case, whole=False),
    }
    return render(request, "web/counter/handout.html", context, status=422 if faults else 200)


def _drawn(fields: list[Field], faults: Mapping[str, str]) -> list[Field]:
    return [replace(one, error=faults.get(one.name, "")) for one in fields]


def checking(posted: Mapping[str, str], *, by: Actor, at: datetime) -> list[Field]:
    """Return the questions by which it is checked who stands at the window."""
    reads = identity.card_reader() is not None
    lying = identity.cards_lying(device=identity.post_place(by), by=by, at=at)
    read = [Choice("CARD_READER", "读取身份证", "把身份证放到读卡器上。")] if reads else []
    typed = Choice("DOCUMENT", "核对证件原件，填写证件内容", "没有身份证或者读不出时，用其他有效证件。")
    proof = posted.get("proof", "" if reads else "DOCUMENT")
    cards = [Choice(one.key, one.words) for one in lying]
    card = Field(
        "card",
        "读卡器上的身份证（样例）",
        FieldKind.SELECT,
        posted.get("card", ""),
        choices=cards,
        beside=window.Proof.CARD_READER,
    )
    by_document = window.Proof.DOCUMENT
    kind = posted.get("document_type", identity.DocumentType.RESIDENT_ID)
    return [
        Field("proof", "怎样核对领取人", FieldKind.RADIOS, proof, choices=[*read, typed]),
        *([card] if cards else []),
        Field("document_type", "证件类型", FieldKind.SELECT, kind, choices=PERSONAL, hint=TYPED, beside=by_document),
        Field("number", "证件号码", value=posted.get("number", ""), width="20", autocomplete="off", beside=by_document),
        Field("name", "姓名", value=posted.get("name", ""), width="20", autocomplete="off", beside=by_document),
    ]


def _signing(posted: Mapping[str, str]) -> list[Field]:
    return [
        Field("signature", "怎样签收", FieldKind.RADIOS, posted.get("signature", ""), choices=SIGNING),
        Field("witness", "见证人", value=posted.get("witness", ""), width="20", hint=WITNESSED, beside="REFUSED"),
        Field("told", "经过", FieldKind.TEXTAREA, posted.get("told", ""), hint=WITNESSED, beside="REFUSED"),
    ]
