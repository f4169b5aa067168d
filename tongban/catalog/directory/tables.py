"""The tables of the directory: files that were shown, their lines, and what departments declined."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tongban.catalog.directory.reading import ENCODINGS
from tongban.catalog.directory.states import (
    BROKEN,
    CHANGE_NAMES,
    DOING,
    KIND_NAMES,
    STATE_NAMES,
    WAITING,
    Change,
    UploadKind,
    UploadState,
)


class DirectoryUpload(models.Model):
    """A file as it was read and shown: nothing of it is taken in before the one who keeps the list confirms it.

    ``digest`` is SM3 of the bytes, ``shown`` of the differences that were shown: what is confirmed is exactly that.
    ``whole``: the file is the whole directory, and what is not in it has gone. ``holder``: whoever has to finish with
    a file before the next one; all who keep the directory together, each who brings implementations alone.
    ``done_lines``: how many of the lines that change anything have been carried out.
    """

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=10, choices=[(one.value, name) for one, name in KIND_NAMES.items()])
    whole = models.BooleanField(default=False)
    holder = models.CharField(max_length=36, blank=True)
    file_name = models.CharField(max_length=200)
    encoding = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)
    shown = models.CharField(max_length=64)
    lines = models.PositiveIntegerField()
    done_lines = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=[(one.value, name) for one, name in STATE_NAMES.items()])
    uploaded_at = models.DateTimeField()
    uploaded_by = models.UUIDField()
    decided_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-uploaded_at", "-id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "holder"],
                condition=Q(state__in=[one.value for one in WAITING]),
                name="catalog_upload_one_waits",
                violation_error_message="还有一个文件没有处理完，请先确认或者撤回它",
            ),
        ]

    def __str__(self) -> str:
        """Return the name of the file."""
        return self.file_name

    @property
    def state_name(self) -> str:
        """Return the Chinese name of the state; a file that waits and has faults is said to have them."""
        return BROKEN if self.broken else STATE_NAMES[UploadState(self.state)]

    @property
    def broken(self) -> bool:
        """Tell whether it waits in vain: faulty lines cannot be confirmed, and the next file takes its place."""
        return self.state == UploadState.OPEN and self.faulty > 0

    @property
    def kind_name(self) -> str:
        """Return the Chinese name of what the lines are."""
        return KIND_NAMES[UploadKind(self.kind)]

    @property
    def encoding_name(self) -> str:
        """Return what people call the encoding."""
        return ENCODINGS[self.encoding]

    @property
    def faulty(self) -> int:
        """Return how many lines have a fault."""
        return int(self.counts.get(Change.FAULTY.value, 0))

    @property
    def to_do(self) -> int:
        """Return how many lines change anything."""
        return sum(int(self.counts.get(one.value, 0)) for one in DOING)

    @property
    def percent(self) -> int:
        """Return how much of what the file changes has been carried out."""
        return self.done_lines * 100 // self.to_do if self.to_do else 100


class DirectoryLine(models.Model):
    """One line of a file: what was read, what is wrong with it, and what it would change.

    ``number`` is that of the file; a gone entry has none, its line is negative. ``differs``: the columns that change;
    ``before``: what they said when the file was read.
    """

    upload = models.ForeignKey(DirectoryUpload, models.CASCADE, related_name="rows")
    number = models.IntegerField()
    code = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=200, blank=True)
    change = models.CharField(max_length=10, choices=[(one.value, name) for one, name in CHANGE_NAMES.items()])
    values = models.JSONField()
    faults = ArrayField(models.TextField(), default=list)
    differs = ArrayField(models.CharField(max_length=30), default=list)
    before = models.JSONField(default=dict)

    class Meta:
        ordering = ("number",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["upload", "number"], name="catalog_directory_line_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="catalog_directory_line_change", fields=["upload", "change", "number"]),
        ]

    def __str__(self) -> str:
        """Return the number and the name."""
        return f"{self.number} {self.name}"

    @property
    def change_name(self) -> str:
        """Return the Chinese name of what the line is against what is there."""
        return CHANGE_NAMES[Change(self.change)]


class Declined(models.Model):
    """不涉及: a department said that it does not do an entry of the directory, and why."""

    basic = models.ForeignKey("catalog.BasicItem", models.PROTECT, related_name="declinings")
    department = models.ForeignKey("orgs.Department", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    declined_at = models.DateTimeField()
    declined_by = models.UUIDField()

    class Meta:
        ordering = ("-declined_at",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["basic", "department"],
                name="catalog_declined_once",
                violation_error_message="这个部门已经回复不涉及这一项",
            ),
            models.CheckConstraint(
                name="catalog_declined_has_reason",
                condition=~Q(reason=""),
                violation_error_message="不涉及的，要写明理由",
            ),
        ]

    def __str__(self) -> str:
        """Return the reason."""
        return self.reason
