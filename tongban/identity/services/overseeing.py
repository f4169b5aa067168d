"""Who may arrange what for a member of staff: asked by every verb of staff administration, with the row held."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from tongban.identity import posts
from tongban.identity.errors import BeyondScope, OwnPost, UnfitPeriod, UnknownStaff
from tongban.identity.models import Staff, StaffPost, Substitution
from tongban.identity.queries.periods import in_force
from tongban.kernel.actors import Actor, ActorKind, Grant, Role
from tongban.kernel.days import end_of, start_of
from tongban.ledger import api as ledger

# 个人信息保护法51(1)4: 合理确定操作权限; 工作规范32: 相关人员力量配备, 34: 安全管理主体责任. 公务员法76: 公务回避.
APPOINTING, KEEPING_OUT = "GBF.51.1.4,GZGF.32", "GWYF.76"
BY_TWO, ACCOUNTS = "GBF.51.1.4,GZGF.34,BXT.2", "GBF.51.1.4,GZGF.34"


def hold(staff: UUID) -> Staff:
    """Lock the record of a member of staff; UnknownStaff when there is none."""
    found = Staff.objects.select_for_update(of=("self",)).select_related("user").filter(pk=staff).first()
    if found is None:
        raise UnknownStaff
    return found


def not_own(by: Actor, person: UUID | None, account: UUID) -> None:
    """Refuse (OwnPost) what somebody would arrange for themselves, under whichever account."""
    if by.id == account or (person is not None and by.person == person):
        raise OwnPost


def overseen(by: Actor, staff: Staff, *roles: Role) -> None:
    """Refuse (BeyondScope) an administrator for whose department and region the member of staff does not work."""
    if not posts.within(by, home(staff), *roles):
        raise BeyondScope


def within(by: Actor, grants: Iterable[Grant], *roles: Role) -> None:
    """Refuse (BeyondScope) an administrator who does not oversee all of what these grants reach."""
    if not all(posts.within(by, grant, *roles) for grant in grants):
        raise BeyondScope


def home(staff: Staff) -> Grant:
    """Return where somebody works as the scope that an administrator has to oversee; everywhere, where nobody said."""
    return Grant(Role.APPLICANT, staff.department or "*", staff.region or "*")


def roles_at(staff: Iterable[UUID], *, at: datetime) -> set[Role]:
    """Return in which roles some accounts hold posts of their own at this moment or later."""
    held = StaffPost.objects.filter(user__in=list(staff)).exclude(until_at__lte=at)
    return {Role(role) for role in held.values_list("role", flat=True)}


def same_person(staff: Staff) -> list[UUID]:
    """Return the accounts of the natural person behind a member of staff, this one included."""
    if staff.person_id is None:
        return [staff.user_id]
    return list(Staff.objects.filter(person=staff.person_id).values_list("user_id", flat=True))


def standing_in(staff: UUID, *, at: datetime) -> list[StaffPost]:
    """Return the posts in which somebody stands in for others at this moment or later."""
    arranged = Substitution.objects.filter(substitute=staff, until_at__gt=at)
    return [one.post for one in arranged.select_related("post") if one.post.until_at is None or one.post.until_at > at]


def is_system(by: Actor) -> bool:
    """Tell whether the system itself acts, as when a city is set up."""
    return by.kind is ActorKind.SYSTEM


def period(first: date, last: date, *, at: datetime) -> tuple[datetime, datetime]:
    """Return the half-open period of whole days, from now on at the earliest; UnfitPeriod when none of it is left."""
    begins, ends = max(start_of(first), at), end_of(last)
    if last < first or ends <= at:
        raise UnfitPeriod(field="last")
    return begins, ends


def note(
    verb: str,
    staff: UUID,
    *,
    by: Actor,
    at: datetime,
    basis: str,
    about: tuple[UUID, ...] = (),
    facts: dict[str, ledger.Fact] | None = None,
) -> None:
    """Write the entry of a verb on a member of staff."""
    kept = {key: value for key, value in (facts or {}).items() if value != "*"}
    ledger.record(
        at=at,
        actor=by,
        verb=verb,
        kind="user",
        subject=staff,
        facts=kept,
        why=ledger.Why(ledger.Purpose.ADMINISTRATION, basis, about=about),
    )


def in_force_now(post: StaffPost, *, at: datetime) -> bool:
    """Tell whether a post holds at this moment."""
    return StaffPost.objects.filter(in_force(at), pk=post.pk).exists()
