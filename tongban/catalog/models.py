"""Items and the versions of their guides."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Substr

from tongban.catalog.assessed import GuideQuality
from tongban.catalog.basic import BasicItem
from tongban.catalog.directory.tables import Declined, DirectoryLine, DirectoryUpload
from tongban.catalog.facts import KnownFacts
from tongban.catalog.features.tables import GuideTraits
from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.labels import label
from tongban.catalog.guide.terms import Audience, Body, ItemState, ItemType
from tongban.catalog.life.tables import LifeEvent
from tongban.catalog.papers.tables import PaperFile
from tongban.catalog.recalled import Recall
from tongban.catalog.registry import LicenceType
from tongban.catalog.revising.tables import AskedOpinion, Remark, Revision, RevisionLook, RevisionStep
from tongban.catalog.search.tables import (
    HotWords,
    MissedWords,
    SearchEntry,
    SearchPlacing,
    SearchStamp,
    SynonymGroup,
)
from tongban.catalog.viewing import GuideViews

__all__ = [
    "UNLISTED",
    "AskedOpinion",
    "BasicItem",
    "Declined",
    "DirectoryLine",
    "DirectoryUpload",
    "GuideQuality",
    "GuideTraits",
    "GuideVersion",
    "GuideViews",
    "HotWords",
    "Item",
    "ItemQuerySet",
    "LicenceType",
    "LifeEvent",
    "MissedWords",
    "PaperFile",
    "Recall",
    "Remark",
    "Revision",
    "RevisionLook",
    "RevisionStep",
    "SearchEntry",
    "SearchPlacing",
    "SearchStamp",
    "SynonymGroup",
]

UNLISTED = (ItemState.CANCELLED.value, ItemState.DRAFT.value)
"""The states of an item that nobody outside finds: ended, or not begun."""


class ItemQuerySet(models.QuerySet["Item"]):
    """What can be asked of items."""

    def listed(self) -> ItemQuerySet:
        """Keep the items people may find: a cancelled one stays only for its cases, a draft waits for its guide."""
        return self.exclude(state__in=UNLISTED).select_related("department")

    def once(self, region: str = "") -> ItemQuerySet:
        """Keep one item of each service: the one done in ``region``, else the one done for the widest area.

        A code of the city ends in 00 and so comes before those of its districts.
        """
        near = Case(When(region_id=region, then=0), default=1, output_field=models.IntegerField())
        chosen = self.order_by("basic_id", near, "region_id", "code").distinct("basic_id")
        return self.model._default_manager.listed().filter(pk__in=chosen.values("pk"))  # noqa: SLF001 - Django's own


class Item(models.Model):
    """事项: something one may apply for, as one department does it in a region.

    ``code`` is ours and visibly local. Name, type and ``basic_code`` (the national one where it is known) are those of
    the entry of the basic directory and cannot differ: the database keeps them equal (``catalog_item_inherits``).
    Several entries may share a national code, because it can cover setting up, changing and ending.
    ``implementation_code`` is the national one of this department's way of doing it (31 or 33 characters), where it is
    known. ``entrusted_by``: the organ in whose name it is done, where that is another one (委托).
    """

    id = models.UUIDField(primary_key=True)
    basic = models.ForeignKey(BasicItem, models.PROTECT, related_name="items")
    region = models.ForeignKey("orgs.Region", models.PROTECT, related_name="+")
    code = models.CharField(max_length=30, unique=True)
    basic_code = models.CharField(max_length=12, blank=True)
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=20, choices=[(one.value, label(one)) for one in ItemType])
    department = models.ForeignKey("orgs.Department", models.PROTECT, null=True, related_name="+")
    body = models.CharField(max_length=40, blank=True)
    supervisors = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    audiences = ArrayField(models.CharField(max_length=20, choices=[(one.value, label(one)) for one in Audience]))
    themes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    search_words = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    state = models.CharField(max_length=10, choices=[(one.value, label(one)) for one in ItemState])
    facts = models.JSONField()
    implementation_code = models.CharField(max_length=33, blank=True)
    entrusted_by = models.ForeignKey("orgs.Department", models.PROTECT, null=True, related_name="+")

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ("name", "code")
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(name="catalog_item_themes", fields=["themes"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="catalog_item_code_is_local",
                condition=Q(code__regex=r"^ZI[0-9A-Z]{2,28}$"),
                violation_error_message="本地事项编码应以 ZI 开头，不得写成国家编码的样子",
            ),
            models.CheckConstraint(
                name="catalog_item_basic_code_form",
                condition=Q(basic_code="") | Q(basic_code__regex=r"^[0-9]{4}[0-9A-Z]{8}$"),
                violation_error_message="事项基本编码应为 12 位；不知道的请留空，不要编造",
            ),
            models.CheckConstraint(
                name="catalog_item_has_someone",
                condition=Q(department__isnull=False) | ~Q(body=""),
                violation_error_message="事项必须有办理部门，或者写明由谁办理",
            ),
            models.CheckConstraint(
                name="catalog_item_implementation_code_form",
                condition=Q(implementation_code="")
                | Q(implementation_code__regex=r"^[0-9A-HJ-NPQRTUWXY]{18}[1-7][0-9]{4}[0-9A-Z]{8}([0-9]{2})?$"),
                violation_error_message="实施编码应为 31 位，业务办理项编码为 33 位；没有的请留空，不要编造",
            ),
            models.CheckConstraint(
                name="catalog_item_implementation_code_inherits",
                condition=Q(implementation_code="") | Q(basic_code=Substr("implementation_code", 20, 12)),
                violation_error_message="实施编码里的基本编码应与基本目录的一致",
            ),
            models.CheckConstraint(
                name="catalog_item_entrusted_by_another",
                condition=Q(entrusted_by__isnull=True) | ~Q(entrusted_by=F("department")),
                violation_error_message="委托机关应当是另一个部门",
            ),
            models.UniqueConstraint(
                fields=["implementation_code"],
                condition=~Q(implementation_code=""),
                name="catalog_item_implementation_code_once",
                violation_error_message="这个实施编码已经用在另一个事项上",
            ),
            models.UniqueConstraint(
                fields=["basic", "department", "region"],
                name="catalog_item_once_a_department",
                nulls_distinct=False,
                violation_error_message="这个部门在这个地区已经有这项服务",
            ),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def type_name(self) -> str:
        """Return the Chinese name of the type."""
        return label(ItemType(self.type))

    @property
    def handled_by(self) -> str:
        """Return the name of the department that decides, or in Chinese who handles it otherwise."""
        return self.department.name if self.department else label(Body(self.body))

    @property
    def known(self) -> KnownFacts:
        """Return what is known without a guide."""
        return KnownFacts.model_validate(self.facts)


def in_force_at(at: datetime, *, of: str = "") -> Q:
    """Return what a version in force at a moment fulfils; ``of``: the way to the version, such as ``version__``."""
    endless, later = Q((f"{of}effective_to", None)), Q((f"{of}effective_to__gt", at))
    return (endless | later) & Q((f"{of}effective_from__lte", at))


class GuideVersionQuerySet(models.QuerySet["GuideVersion"]):
    """What can be asked of versions."""

    def in_force(self, at: datetime) -> GuideVersionQuerySet:
        """Keep the version of each item that is in force at a moment (half-open)."""
        return self.filter(in_force_at(at))

    def standing(self) -> GuideVersionQuerySet:
        """Keep those that were or will be in force: one that was recalled before it took effect never is."""
        return self.exclude(effective_to=F("effective_from"))

    def recalled(self) -> GuideVersionQuerySet:
        """Keep the others: their period is empty."""
        return self.filter(effective_to=F("effective_from"))


class GuideVersion(models.Model):
    """办事指南的一个版本: published once, never changed; only the end of its effective period is set, once.

    One that is recalled before it takes effect has an empty period, and the one before it goes on without an end.

    ``digest`` is SM3 of the canonical document, so that anybody can tell that it is the one that was published.
    """

    id = models.UUIDField(primary_key=True)
    item = models.ForeignKey(Item, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    effective_from = models.DateTimeField()
    effective_to = models.DateTimeField(null=True)

    objects = GuideVersionQuerySet.as_manager()

    class Meta:
        ordering = ("item_id", "version")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-published_at", "-id"], name="catalog_guide_newest"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["item", "version"],
                name="catalog_guide_version_once",
                violation_error_message="这个事项已经有同一版本号的办事指南",
            ),
            models.CheckConstraint(
                name="catalog_guide_period_is_one",
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                violation_error_message="办事指南的失效时间不能早于生效时间",
            ),
            models.CheckConstraint(
                name="catalog_guide_never_backwards",
                condition=Q(effective_from__gte=F("published_at")),
                violation_error_message="办事指南不能在发布之前生效",
            ),
            # The range over one identifier makes equality an overlap, so that no extension is needed.
            ExclusionConstraint(
                name="catalog_guide_one_in_force",
                expressions=[
                    (Func("item", "item", Value("[]"), function="catalog_uuid_range"), RangeOperators.OVERLAPS),
                    (
                        Func(
                            "effective_from",
                            "effective_to",
                            RangeBoundary(),
                            function="tstzrange",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="同一事项在同一时间只能有一个有效的办事指南版本",
            ),
        ]

    def __str__(self) -> str:
        """Return the item and the number."""
        return f"{self.item_id} v{self.version}"

    @property
    def recalled(self) -> bool:
        """Tell whether it was taken back before it took effect."""
        return self.effective_to == self.effective_from

    @property
    def guide(self) -> Guide:
        """Return the document as a guide, read once a process: neither it nor what was published ever changes."""
        return _read(_Published(self.digest, self))


@dataclass(frozen=True, slots=True)
class _Published:
    """A published version, told from others by its digest alone, so that the document need not be fetched again."""

    digest: str
    version: GuideVersion = field(compare=False)


@lru_cache(maxsize=256)
def _read(published: _Published) -> Guide:
    return Guide.model_validate(published.version.document)
