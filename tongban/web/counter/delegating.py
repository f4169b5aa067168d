"""代办委托登记 at the counter, for people without a telephone: both stand there with their documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tongban.identity import api as identity
from tongban.identity.api import DocumentType
from tongban.kernel.actors import MandateKind
from tongban.kernel.days import day_of
from tongban.kernel.errors import Broken, Faulty, WrongState
from tongban.web import flash
from tongban.web.counter import standing
from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.guards import receivers_only
from tongban.web.my import scopes
from tongban.web.my.delegations import item_names
from tongban.web.request import Request

PERSONAL = [Choice(one, one.label) for one in DocumentType if one is not DocumentType.CREDIT_CODE]
LEGAL = [Choice(DocumentType.CREDIT_CODE, DocumentType.CREDIT_CODE.label)]
KINDS = (
    Choice(MandateKind.ASSISTANT, "帮办代办", "家人、邻居、社区工作者帮老年人、残疾人等办事。"),
    Choice(MandateKind.AGENT, "委托代理", "其他情形，例如请代理机构的人员办理。"),
)
PROOFS = [Choice(proof, name) for proof, name in identity.GUARDIAN_PROOFS.items()]
BOTH_SEEN = Choice("1", "双方都在场，证件已核对", "两个人的证件原件都要看到，委托人说明是自愿的。")
PRINCIPAL_SEEN = Choice("1", "委托人本人在场，证件已核对", "看到证件原件，本人说明要结束。")
GUARDIANSHIP_OVER = Choice(
    "1", "监护人的证件和有关证明已核对", "户口簿、判决书等原件，写明监护关系终止、变更或者登记有误。"
)
LICENCE_SEEN = Choice("1", "营业执照（登记证书）和本人证件的原件已核对", "执照上的法定代表人（负责人）就是这个人。")


@require_http_methods(["GET", "POST"])
@receivers_only
def delegation(request: Request) -> HttpResponse:
    """Make a delegation between two people who stand at the counter."""
    at, posted = timezone.now(), request.POST
    asked = scopes.read(posted, on=day_of(at))

    def register() -> HttpResponse:
        made = identity.register_delegation(
            principal=card(posted, "principal"),
            agent=card(posted, "agent"),
            kind=posted.get("kind", ""),
            scope=asked.scope,
            seen="seen" in posted,
            by=request.actor,
            at=at,
        )
        return _made(request, made, "委托已登记，马上生效。请把下面的内容读给委托人听，确认无误。")

    faults, done = _tried(request, register)
    if done:
        return done
    last = day_of(at) + timedelta(days=settings.DELEGATION_DAYS)
    context = {
        "title": "代办委托登记",
        "lead": "双方带证件到场办理，当场生效。没有手机的人也可以办。",
        "faults": faults,
        "cards": (
            ("委托人（请别人办事的人）", _card_fields(posted, "principal", faults)),
            ("代办人（替别人办事的人）", _card_fields(posted, "agent", faults)),
        ),
        "before": [_radios("kind", "委托的种类", KINDS, posted, faults)],
        "scope": {name: _of_others(field) for name, field in scopes.fields(asked, faults, last=last).items()},
        "asked": asked,
        "after": [_seen(BOTH_SEEN, posted, faults)],
        "button": "登记委托",
    }
    return render(request, "web/counter/register.html", context, status=422 if faults else 200)


@require_http_methods(["GET", "POST"])
@receivers_only
def guardian(request: Request) -> HttpResponse:
    """Note that a parent or guardian acts for a child."""
    at, posted = timezone.now(), request.POST

    def register() -> HttpResponse:
        made = identity.register_guardian(
            guardian=card(posted, "guardian"),
            child=card(posted, "child"),
            proof=posted.get("proof", ""),
            by=request.actor,
            at=at,
        )
        return _made(request, made, "监护关系已登记，到孩子年满十八周岁那天自动结束。")

    faults, done = _tried(request, register)
    if done:
        return done
    context = {
        "title": "监护人登记",
        "lead": "父母或者其他监护人代未成年子女办事，登记一次，到孩子年满十八周岁自动结束。孩子不需要账号。",
        "faults": faults,
        "cards": (
            ("孩子", _card_fields(posted, "child", faults, default=DocumentType.HOUSEHOLD_REGISTER)),
            ("监护人", _card_fields(posted, "guardian", faults)),
        ),
        "after": [_radios("proof", "看过的证明", PROOFS, posted, faults)],
        "button": "登记监护人",
    }
    return render(request, "web/counter/register.html", context, status=422 if faults else 200)


@require_http_methods(["GET", "POST"])
@receivers_only
def representative(request: Request) -> HttpResponse:
    """Note who is the legal representative of an organisation, by its licence."""
    at, posted = timezone.now(), request.POST

    def register() -> HttpResponse:
        party = identity.register_representative(
            organisation=card(posted, "organisation"),
            person=card(posted, "person"),
            seen="seen" in posted,
            by=request.actor,
            at=at,
        )
        standing.keep(request, party, at=at)
        flash.say(request, "法定代表人已登记。本人登录后，可以在“我的企业”里办事、授权经办人。")
        return redirect("counter:item", party=party)

    faults, done = _tried(request, register)
    if done:
        return done
    context = {
        "title": "法定代表人登记",
        "lead": "一家单位同时只有一位法定代表人（负责人）；登记新的，原来的就结束。经办人由法定代表人自己在网上授权。",
        "faults": faults,
        "cards": (
            ("单位", _card_fields(posted, "organisation", faults, kinds=LEGAL, default=DocumentType.CREDIT_CODE)),
            ("法定代表人（负责人）", _card_fields(posted, "person", faults)),
        ),
        "after": [_seen(LICENCE_SEEN, posted, faults)],
        "button": "登记法定代表人",
    }
    return render(request, "web/counter/register.html", context, status=422 if faults else 200)


@require_GET
@receivers_only
def delegations_of(request: Request, party: UUID) -> HttpResponse:
    """Show what somebody who stands at the counter has delegated."""
    at = timezone.now()
    standing.require(request, party, at=at)
    who = identity.read_party(party=party, by=request.actor, at=at)
    found = identity.given_by(party, by=request.actor, at=at)
    return render(request, "web/counter/delegations.html", {"party": who, "found": found, "names": item_names(found)})


@require_http_methods(["GET", "POST"])
@receivers_only
def end(request: Request, delegation: UUID) -> HttpResponse:
    """Ask once more, then end a delegation for the principal who stands at the counter."""
    at = timezone.now()
    one = standing.delegation(request, delegation, at=at)

    def ending() -> HttpResponse:
        identity.end_delegation(delegation=delegation, seen="seen" in request.POST, by=request.actor, at=at)
        flash.say(request, "监护关系登记已经结束，马上生效。" if one.by_law else "委托已经结束，马上生效。")
        return redirect("counter:delegations-of", party=one.principal)

    faults, done = _tried(request, ending)
    if done:
        return done
    asked = _seen(GUARDIANSHIP_OVER if one.by_law else PRINCIPAL_SEEN, request.POST, faults)
    context = {"one": one, "names": item_names([one]), "fields": [asked], "faults": faults}
    return render(request, "web/counter/end.html", context, status=422 if faults else 200)


def card(posted: Mapping[str, str], prefix: str) -> identity.Card:
    """Read what a document says that lies on the counter."""
    return identity.Card(
        name=posted.get(f"{prefix}_name", ""),
        number=posted.get(f"{prefix}_number", ""),
        document_type=posted.get(f"{prefix}_document_type", ""),
    )


def _tried(request: Request, register: Callable[[], HttpResponse]) -> tuple[dict[str, str], HttpResponse | None]:
    """Register what was posted; return what is wrong with it, or the answer."""
    if request.method != "POST" or scopes.FIND in request.POST:
        return {}, None
    try:
        return {}, register()
    except Faulty as refusal:
        return refusal.faults, None
    except (Broken, WrongState) as refusal:
        return {refusal.field: refusal.message}, None


def _of_others(field: Field) -> Field:
    """Speak of the principal and the agent instead of you and them: a clerk reads it."""
    choices = [replace(one, hint=_third(one.hint)) for one in field.choices]
    return replace(field, label=_third(field.label), hint=_third(field.hint), choices=choices)


def _third(text: str) -> str:
    return text.replace("您", "委托人").replace("对方", "代办人")


def _made(request: Request, delegation: UUID, sentence: str) -> HttpResponse:
    at = timezone.now()
    one = identity.delegation_for(request.actor, delegation, at=at)
    standing.keep(request, one.principal, at=at)
    flash.say(request, sentence)
    return redirect("counter:delegations-of", party=one.principal)


def _card_fields(
    posted: Mapping[str, str],
    prefix: str,
    faults: Mapping[str, str],
    *,
    kinds: list[Choice] = PERSONAL,
    default: DocumentType = DocumentType.RESIDENT_ID,
) -> list[Field]:
    def value(name: str) -> str:
        return posted.get(f"{prefix}_{name}", "")

    sort = value("document_type") or default
    asked = (
        Field(f"{prefix}_document_type", "证件类型", FieldKind.SELECT, sort, choices=kinds),
        Field(f"{prefix}_number", "证件号码", value=value("number"), width="20", autocomplete="off"),
        Field(f"{prefix}_name", "姓名或单位名称", value=value("name"), autocomplete="off"),
    )
    return [replace(field, error=faults.get(field.name, "")) for field in asked]


def _radios(
    name: str, label: str, choices: Sequence[Choice], posted: Mapping[str, str], faults: Mapping[str, str]
) -> Field:
    return Field(name, label, FieldKind.RADIOS, posted.get(name, ""), choices=choices, error=faults.get(name, ""))


def _seen(choice: Choice, posted: Mapping[str, str], faults: Mapping[str, str]) -> Field:
    values = ["1"] if "seen" in posted else []
    return Field("seen", "核对", FieldKind.CHECKBOXES, values=values, choices=[choice], error=faults.get("seen", ""))
