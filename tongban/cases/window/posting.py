"""邮寄: a result goes by post from the order at the window to the signature that the post reports, or back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.cases import queries
from tongban.cases.errors import AlreadyDelivered
from tongban.cases.models import Case
from tongban.cases.services.moving import apply_effects, lock, note, tell
from tongban.cases.states import MOVES, Verb
from tongban.cases.window import wired
from tongban.cases.window.errors import NotByPost, OnItsWay, PostAway, PostRefused
from tongban.cases.window.handing_out import received
from tongban.cases.window.ports import Parcel, Post
from tongban.cases.window.rules import Address
from tongban.cases.window.sealing import address_of
from tongban.cases.window.states import POSTS, Capacity, PostStage, PostVerb, Signature, Way
from tongban.cases.window.tables import ON_THE_WAY, DeliveryChoice, HandingOut, Shipment
from tongban.kernel.actors import SYSTEM, Actor, ActorKind, Role
from tongban.kernel.errors import NotAllowed, WrongState
from tongban.kernel.ids import uuid7

# 行政许可法44: 送达; 工作规范22: 申请人需要纸质的, 窗口领取或者邮寄.
POSTING = "XKF.44,GZGF.22"
CONTENT = "政务服务办理结果"
"""What the post is told of what is inside: neither item nor outcome is its business."""


@transaction.atomic
def send_by_post(*, number: str, by: Actor, at: datetime) -> Case:
    """Order the post to collect a result that the applicant wants sent (工作规范22); the sweep tells it to the post.

    What is held back is not sent (WrongState). NotByPost where something else was chosen, OnItsWay for a second parcel,
    PostAway where no service is wired in.
    """
    case = lock(number, actor=by, at=at)
    if by.kind is not ActorKind.STAFF:
        raise NotAllowed
    MOVES.target(Verb.DELIVER, state=case.state, roles=queries.roles_of(by, case))
    if case.delivered_at is not None:
        raise AlreadyDelivered
    if barred := queries.barred(case, at=at).get(Verb.DELIVER):
        raise WrongState(barred)
    if wired.post() is None:
        raise PostAway("这里没有接通邮寄服务，请通知申请人到窗口领取，或者在网上签收。")
    if not DeliveryChoice.objects.filter(case=case, way=Way.POST).exists():
        raise NotByPost
    if Shipment.objects.filter(case=case, stage__in=ON_THE_WAY).exists():
        raise OnItsWay
    Shipment.objects.create(
        id=uuid7(at), case=case, stage=PostStage.TO_SEND, ordered_at=at, ordered_by=by.id, asked_at=at
    )
    note(case, "case.send_by_post", actor=by, at=at, after=PostStage.TO_SEND, basis=POSTING)
    return case


def ask_post(*, parcel: UUID, at: datetime) -> bool:
    """Tell the post of a parcel, or ask where it is, and keep what it says; return whether anything is otherwise now.

    Asked outside any transaction; what comes back is kept in one, and only if nobody kept it meanwhile. Asked twice,
    the post knows the parcel by its key. PostAway leaves everything for the next time. That it is asked is kept before:
    whatever breaks then, or whoever signs online in that moment, a parcel that the post may have is never forgotten.
    """
    post = wired.post()
    held = Shipment.objects.filter(pk=parcel, stage__in=ON_THE_WAY, refused=False).first()
    if post is None or held is None:
        return False
    Shipment.objects.filter(pk=parcel).update(asked_at=at)
    if held.stage != PostStage.SENT:
        return note_ordering(parcel=parcel, at=at) and _order(post, held, at)
    where = post.where(tracking=held.tracking, at=at)
    if where is Parcel.SIGNED:
        return note_signed(parcel=parcel, at=at)
    return where is Parcel.RETURNED and note_returned(parcel=parcel, at=at)


def _order(post: Post, parcel: Shipment, at: datetime) -> bool:
    """Order a parcel, unless what is in it was signed for meanwhile and the post can still give it up."""
    if _given_up(post, parcel, at):
        return note_recalled(parcel=parcel.pk, at=at)
    try:
        tracking = post.order(key=parcel.pk, to=_address(parcel), content=CONTENT, at=at)
    except PostRefused:
        return note_refused(parcel=parcel.pk, at=at)
    if _given_up(post, parcel, at):
        return note_recalled(parcel=parcel.pk, at=at)
    return note_sent(parcel=parcel.pk, tracking=tracking, at=at)


def _given_up(post: Post, parcel: Shipment, at: datetime) -> bool:
    received = Case.objects.filter(pk=parcel.case_id, delivered_at__isnull=False).exists()
    return received and post.cancel(key=parcel.pk, at=at)


@transaction.atomic
def note_ordering(*, parcel: UUID, at: datetime) -> bool:
    """Keep that the post is being asked to take a parcel; False if it is not to be sent any more, or is already."""
    _, held = _held(parcel, PostVerb.SEND, at=at)
    if held is None:
        return False
    Shipment.objects.filter(pk=parcel).update(stage=PostStage.ORDERING)
    return True


@transaction.atomic
def note_recalled(*, parcel: UUID, at: datetime) -> bool:
    """Keep that the post gave up a parcel of which the result was signed for online meanwhile: it is not sent."""
    _, held = _held(parcel, PostVerb.RECALL, at=at)
    if held is None:
        return False
    Shipment.objects.filter(pk=parcel).update(stage=PostStage.RECALLED, ended_at=at)
    return True


@transaction.atomic
def note_sent(*, parcel: UUID, tracking: str, at: datetime) -> bool:
    """Keep that the post has a parcel, and tell the applicant its number; False if that was kept already."""
    case, held = _held(parcel, PostVerb.SEND, at=at)
    if held is None:
        return False
    Shipment.objects.filter(pk=parcel).update(stage=PostStage.SENT, tracking=tracking, sent_at=at)
    _note(case, "case.posted", PostStage.TO_SEND, PostStage.SENT, at)
    tell(case, "case.posted", at=at, tracking=tracking)
    return True


@transaction.atomic
def note_refused(*, parcel: UUID, at: datetime) -> bool:
    """Keep that the post does not take the address: the applicant is asked for another one, unless they have it."""
    case, held = _held(parcel, PostVerb.SEND, at=at)
    if held is None:
        return False
    if case.delivered_at is not None:
        return note_recalled(parcel=parcel, at=at)
    Shipment.objects.filter(pk=parcel).update(stage=PostStage.TO_SEND, refused=True)
    _note(case, "case.post_refused", PostStage.TO_SEND, PostStage.TO_SEND, at)
    tell(case, "case.post_refused", at=at)
    return True


@transaction.atomic
def note_signed(*, parcel: UUID, at: datetime) -> bool:
    """Deliver the result, because the post reports that it was signed for (行政许可法44); False if it was kept already.

    What was delivered by another way meanwhile stays as it is.
    """
    case, held = _held(parcel, PostVerb.SIGN, at=at)
    if held is None:
        return False
    Shipment.objects.filter(pk=parcel).update(stage=PostStage.SIGNED, ended_at=at)
    if case.delivered_at is not None:
        _note(case, "case.post_signed", PostStage.SENT, PostStage.SIGNED, at)
        return True
    out = HandingOut(case=case, way=Way.POST, capacity=Capacity.APPLICANT, signature=Signature.BY_POST, at=at)
    received(out, f"按申请人填写的地址邮寄，运单号{held.tracking}，邮政企业报告已签收", by=SYSTEM, at=at)
    return True


@transaction.atomic
def note_returned(*, parcel: UUID, at: datetime) -> bool:
    """Keep that a parcel came back: it waits at the window again, and the applicant is told."""
    case, held = _held(parcel, PostVerb.RETURN, at=at)
    if held is None:
        return False
    Shipment.objects.filter(pk=parcel).update(stage=PostStage.RETURNED, ended_at=at)
    _note(case, "case.post_returned", PostStage.SENT, PostStage.RETURNED, at)
    tell(case, "case.post_returned", at=at)
    return True


def _held(parcel: UUID, verb: PostVerb, *, at: datetime) -> tuple[Case, Shipment | None]:
    """Hold the case and then its parcel; no parcel where it is past that already."""
    key = Shipment.objects.values_list("case_id", flat=True).get(pk=parcel)
    Case.objects.locked().only("pk").get(pk=key)
    case = Case.objects.whole().get(pk=key)
    apply_effects(case, at=at)
    held = Shipment.objects.select_for_update().get(pk=parcel)
    if held.refused or held.stage not in POSTS.sources(verb):
        return case, None
    POSTS.target(verb, state=held.stage, roles=[Role.LAW])
    return case, held


def _address(parcel: Shipment) -> Address:
    wish = DeliveryChoice.objects.get(case_id=parcel.case_id)
    if wish.address is None:
        raise PostRefused
    return address_of(parcel.case_id, wish.address)


def _note(case: Case, verb: str, before: str, after: str, at: datetime) -> None:
    note(case, verb, actor=SYSTEM, at=at, before=before, after=after, basis=POSTING)
