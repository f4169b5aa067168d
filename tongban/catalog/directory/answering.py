"""Reads: what a department has to answer to, who has not, files that were brought, and guides to be adjusted."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, When

from tongban.catalog.directory.codes import level_of
from tongban.catalog.directory.errors import UnknownEntry, UnknownUpload
from tongban.catalog.directory.states import CLAIMER, DOING, Change, UploadKind
from tongban.catalog.directory.tables import Declined, DirectoryLine, DirectoryUpload
from tongban.catalog.directory.uploading import require_holder
from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.terms import ItemState, ItemType
from tongban.catalog.models import UNLISTED, BasicItem, GuideVersion, Item
from tongban.identity import api as identity
from tongban.kernel.actors import Actor, Role
from tongban.kernel.errors import NotAllowed
from tongban.kernel.reach import ALL, Reach
from tongban.orgs import api as orgs

_Said = dict[UUID, bool]
KEEPERS = (Role.ITEM_MANAGER, Role.SUPERVISOR)
GUIDES = Reach(roles=dict.fromkeys(KEEPERS, ALL), department="item__department_id", region="item__region_id")


class Answer(StrEnum):
    """What a department has said to an entry."""

    UNCLAIMED = "UNCLAIMED"
    CLAIMED = "CLAIMED"
    DECLINED = "DECLINED"


ANSWER_NAMES = {Answer.UNCLAIMED: "未认领", Answer.CLAIMED: "已认领", Answer.DECLINED: "不涉及"}


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a department has answered: how many entries of its level and line there are, and how it answered."""

    department: orgs.Department
    entries: int
    claimed: int
    declined: int

    @property
    def unclaimed(self) -> int:
        """Return how many it has not answered to."""
        return self.entries - self.claimed - self.declined


@dataclass(frozen=True, slots=True)
class Adjusting:
    """A guide in force that says otherwise than its entry since that was changed: what, in words."""

    version: GuideVersion
    reasons: tuple[str, ...]


def department_watched(actor: Actor, code: str) -> orgs.Department:
    """Return a department whose answers the actor keeps or watches over; NotAllowed for any other."""
    found = next((one for one in orgs.departments() if one.code == code), None)
    if found is None or not _reaches(actor, found):
        raise NotAllowed
    return found


def unanswered(department: orgs.Department) -> QuerySet[BasicItem]:
    """Return what a department has not taken on: not answered to first, then what it declined."""
    return entries_for(department, claimed=False)


def entries_for(
    department: orgs.Department,
    *,
    q: str = "",
    kind: ItemType | None = None,
    answer: Answer | None = None,
    claimed: bool | None = None,
) -> QuerySet[BasicItem]:
    """Return the entries of a department's level and line with its ``answer``, unclaimed first.

    An entry whose level or line nobody knows is everybody's; so is one that the department has answered to already.
    What was cancelled has been claimed once and is not claimed again: its code is not given a second time.
    """
    mine = Item.objects.filter(basic=OuterRef("pk"), department=department)
    no = Declined.objects.filter(basic=OuterRef("pk"), department=department)
    found = BasicItem.objects.annotate(claimed=Exists(mine), declined=Exists(no))
    found = found.filter(_fitting(department) | Q(claimed=True) | Q(declined=True))
    found = found.filter(Q(gone_at=None) | Q(claimed=True))
    for word in q.split():
        found = found.filter(Q(name__icontains=word) | Q(code__icontains=word) | Q(basic_code__icontains=word))
    if kind:
        found = found.filter(type=kind.value)
    if answer:
        found = found.filter(claimed=answer == Answer.CLAIMED, declined=answer == Answer.DECLINED)
    if claimed is not None:
        found = found.filter(claimed=claimed)
    rank = Case(When(claimed=True, then=2), When(declined=True, then=1), default=0, output_field=IntegerField())
    return found.annotate(rank=rank).order_by("rank", "name", "code")


def answer_of(entry: BasicItem) -> Answer:
    """Return the answer to an entry out of ``entries_for``."""
    said = vars(entry)
    if said["claimed"]:
        return Answer.CLAIMED
    return Answer.DECLINED if said["declined"] else Answer.UNCLAIMED


def claimed_items(department: orgs.Department, entries: Iterable[BasicItem]) -> dict[UUID, Item]:
    """Return the department's implementations of these entries, by entry."""
    found = Item.objects.filter(department=department, basic__in=list(entries)).annotate(
        guided=Exists(GuideVersion.objects.filter(item=OuterRef("pk")))
    )
    return {item.basic_id: item for item in found}


def reasons_declined(department: orgs.Department, entries: Iterable[BasicItem]) -> dict[UUID, str]:
    """Return why the department does not do these entries, by entry."""
    found = Declined.objects.filter(department=department, basic__in=list(entries))
    return dict(found.values_list("basic_id", "reason"))


def standings_of(actor: Actor) -> list[Standing]:
    """Return how far departments have answered, those with the most left first: a few questions for all of them.

    Those the actor answers for or watches over; of units of another department, the ones that have answered.
    """
    groups = BasicItem.objects.filter(gone_at=None).order_by().values_list("levels", "line").annotate(n=Count("pk"))
    sizes = [(tuple(levels), line, number) for levels, line, number in groups]
    claimed = _answered(Item.objects.all())
    declined = _answered(Declined.objects.all())
    found = [
        _standing(one, sizes, claimed.get(one.code, {}), declined.get(one.code, {}))
        for one in orgs.departments()
        if _reaches(actor, one) and (one.parent_id is None or one.code in claimed or one.code in declined)
    ]
    return sorted((one for one in found if one.entries), key=lambda one: (-one.unclaimed, one.department.code))


def _standing(
    department: orgs.Department, sizes: Iterable[tuple[tuple[str, ...], str, int]], claimed: _Said, declined: _Said
) -> Standing:
    expected = sum(number for levels, line, number in sizes if _fits(department, levels, line))
    answered = claimed | declined
    besides = sum(not fits for fits in answered.values())
    return Standing(department, expected + besides, len(claimed), len(declined))


def unclaimed_anywhere() -> QuerySet[BasicItem]:
    """Return the entries that no department has taken on."""
    mine = Item.objects.filter(basic=OuterRef("pk")).exclude(state=ItemState.CANCELLED.value)
    return BasicItem.objects.filter(~Exists(mine), gone_at=None).annotate(answers=Count("declinings")).order_by("name")


def entry(code: str) -> BasicItem:
    """Return an entry by its code; UnknownEntry if there is none."""
    found = BasicItem.objects.filter(code=code).first()
    if found is None:
        raise UnknownEntry
    return found


def to_adjust(actor: Actor, *, at: datetime) -> QuerySet[GuideVersion]:
    """Return the guides in force, of those the actor keeps, published before their entry changed or went."""
    found = GuideVersion.objects.in_force(at).exclude(item__state__in=UNLISTED)
    changed = Q(item__basic__changed_at__gt=F("published_at")) | Q(item__basic__gone_at__isnull=False)
    found = found.filter(changed, identity.granted(GUIDES, actor))
    return found.select_related("item__basic", "item__department", "item__region").order_by("item__name", "item__code")


def adjusting(version: GuideVersion) -> Adjusting:
    """Return what a guide says otherwise than its entry."""
    return Adjusting(version, tuple(_reasons(version.guide, version.item.basic)))


def uploads(actor: Actor, kind: UploadKind) -> QuerySet[DirectoryUpload]:
    """Return the files brought of a kind that the actor may see, the latest first."""
    found = DirectoryUpload.objects.filter(kind=kind.value)
    return found if kind == UploadKind.ENTRIES else found.filter(holder=str(actor.id))


def upload_of(key: UUID, actor: Actor) -> DirectoryUpload:
    """Return a file that was brought; UnknownUpload where there is none, or where it is not the actor's to see."""
    row = DirectoryUpload.objects.filter(pk=key).first()
    if row is None:
        raise UnknownUpload
    require_holder(row, actor)
    return row


def lines_of(row: DirectoryUpload, change: Change | None = None) -> QuerySet[DirectoryLine]:
    """Return the lines of a file that are faulty or change something, or those of one kind of change."""
    wanted = [change] if change else [Change.FAULTY, *DOING]
    return row.rows.filter(change__in=[one.value for one in wanted])


def may_claim(actor: Actor) -> bool:
    """Tell whether somebody answers for any department."""
    return actor.holds(CLAIMER)


def _fitting(department: orgs.Department) -> Q:
    level = level_of(department.region_id).value
    return (Q(levels=[]) | Q(levels__contains=[level])) & Q(line__in=["", department.line])


def _fits(department: orgs.Department, levels: Collection[str], line: str) -> bool:
    """Tell of one entry what ``_fitting`` asks of all."""
    return (not levels or level_of(department.region_id).value in levels) and line in {"", department.line}


def _reaches(actor: Actor, department: orgs.Department) -> bool:
    roles = actor.roles_for(department=department.code, region=department.region_id)
    return bool(roles & set(KEEPERS))


def _answered(rows: QuerySet[Item] | QuerySet[Declined]) -> dict[str, _Said]:
    """Return by department the entries it has answered to, each with whether it was expected to."""
    listed = {one.code: one for one in orgs.departments()}
    found: dict[str, _Said] = {}
    asked = ("department_id", "basic_id", "basic__levels", "basic__line", "basic__gone_at")
    for code, entry, levels, line, gone in rows.order_by().values_list(*asked).distinct():
        if code in listed:
            found.setdefault(code, {})[entry] = gone is None and _fits(listed[code], levels, line)
    return found


def _reasons(guide: Guide, basic: BasicItem) -> list[str]:
    reasons = []
    if basic.gone_at is not None:
        reasons.append("基本目录里已经没有这一项")
    if guide.basics.name != basic.name:
        reasons.append(f"名称改为“{basic.name}”，指南写的是“{guide.basics.name}”")
    if guide.basics.type.value != basic.type:
        reasons.append(f"类型改为“{basic.type_name}”")
    written = {law.law for law in guide.legal}
    if missing := [law["law"] for law in basic.legal if law["law"] not in written]:
        reasons.append(f"设定依据里有指南没有写的：{'、'.join(f'《{law}》' for law in missing)}")
    return reasons or ["设定依据或者编码有变化，请核对指南的法律依据"]
