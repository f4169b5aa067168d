"""A lost second factor: one administrator makes sure of the person, another one lets them enrol anew."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.identity import rules
from tongban.identity.errors import NotTwoPeople
from tongban.identity.models import FactorRecovery, Passkey, RecoveryCode, TotpSecret, User
from tongban.identity.queries import actor_of
from tongban.identity.queries.recovering import held_by
from tongban.identity.queries.security import is_staff_account
from tongban.identity.rules import grounding
from tongban.identity.rules.access import Checked, EnrolmentKind
from tongban.identity.rules.recovering import closing, may_close, may_open, opening
from tongban.identity.services.inviting import Invitation, make_enrolment
from tongban.identity.services.overseeing import within
from tongban.identity.services.reasons import ADMITTING_STAFF
from tongban.identity.services.sessions import end_all
from tongban.kernel.actors import Actor
from tongban.kernel.errors import Broken, NotFound, WrongState
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger


@transaction.atomic
def open_recovery(*, username: str, checked: str, by: Actor, at: datetime) -> UUID:
    """Note that a security administrator made sure of a member of staff who lost their factor; nothing changes yet.

    NotTwoPeople for anybody else, and for one's own account; BeyondScope for an account that reaches beyond what the
    administrator oversees. Of a security administrator the audit administrator may make sure as well. NotFound when no
    member of staff has this user name, WrongState while another recovery of the account is open.
    """
    user = User.objects.select_for_update().filter(username=rules.fit_username(username)).first()
    if user is None or not is_staff_account(user):
        raise NotFound("没有找到这个用户名的工作人员，请核对后重新填写。", field="username")
    if checked not in {one.value for one in Checked}:
        raise Broken("请选择怎样核对了本人。", field="checked")
    held = held_by(user, at=at)
    if not may_open(by, actor_of(user, at=at), held=held):
        raise NotTwoPeople
    within(by, held, *opening(held))
    if FactorRecovery.objects.filter(user=user, closed_at__isnull=True).exists():
        raise WrongState("这个账号的找回已经在办理，等系统管理员批准。")
    made = FactorRecovery.objects.create(id=uuid7(at), user=user, checked=checked, opened_by_id=by.id, opened_at=at)
    _record(made, "identity.open_recovery", by, at)
    return made.id


@transaction.atomic
def confirm_recovery(*, recovery: UUID, reason: str, by: Actor, at: datetime) -> Invitation:
    """Take password and factors away, end every session, and return a one-time code to enrol anew with, shown once.

    NotTwoPeople for all but a system administrator who is neither the person nor the one who made sure of them; a
    system administrator may be let in by the audit administrator as well. BeyondScope for an account that reaches
    beyond what the administrator oversees, WrongState for what is closed. ``reason``: how they made sure that it was
    asked for, one of ``grounding.RECOVERING``, which the record keeps; Broken without one.
    """
    row = _close(recovery, by, at, confirmed=True)
    ground = grounding.fit(reason, grounding.RECOVERING)
    user = row.user
    for model in (TotpSecret, RecoveryCode, Passkey):
        model._default_manager.filter(user=user).delete()  # noqa: SLF001 -- the public name of a manager of any model
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_all(user)
    _record(row, "identity.confirm_recovery", by, at, reason=str(ground))
    return make_enrolment(user, EnrolmentKind.RECOVERY, by, at)


@transaction.atomic
def decline_recovery(*, recovery: UUID, by: Actor, at: datetime) -> None:
    """Close a recovery without any effect, by the one who would have had to confirm it."""
    _record(_close(recovery, by, at, confirmed=False), "identity.decline_recovery", by, at)


def _close(recovery: UUID, by: Actor, at: datetime, *, confirmed: bool) -> FactorRecovery:
    rows = FactorRecovery.objects.select_for_update(of=("self",)).select_related("user", "opened_by")
    row = rows.filter(id=recovery).first()
    if row is None:
        raise NotFound
    held = held_by(row.user, at=at)
    if not may_close(by, actor_of(row.user, at=at), actor_of(row.opened_by, at=at), held=held):
        raise NotTwoPeople
    within(by, held, *closing(held))
    if row.closed_at is not None:
        raise WrongState("这次找回已经办结，请刷新页面。")
    row.closed_by_id, row.closed_at, row.confirmed = by.id, at, confirmed
    row.save(update_fields=["closed_by", "closed_at", "confirmed"])
    return row


def _record(row: FactorRecovery, verb: str, by: Actor, at: datetime, **more: str) -> None:
    ledger.record(
        at=at,
        actor=by,
        verb=verb,
        kind="user",
        subject=row.user_id,
        facts={"recovery": row.id, "checked": row.checked, **more},
        why=ADMITTING_STAFF,
    )
