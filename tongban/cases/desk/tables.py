"""What was found of each criterion of a guide, and the texts that a department writes again and again."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tongban.cases.desk.states import BLOCK_VERBS, FOUND_NAMES


class CriterionCheck(models.Model):
    """What an examiner found of one criterion of the guide version (``criterion``: its id there).

    It belongs to the examination and says nothing to the applicant; what is told stands in the opinion and the paper.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="checks", db_index=False)
    criterion = models.CharField(max_length=64)
    found = models.CharField(max_length=8, choices=list(FOUND_NAMES.items()))
    note = models.TextField(blank=True, default="")
    by = models.UUIDField(help_text="the account of who found it last")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "criterion"],
                name="check_once_a_criterion",
                violation_error_message="每条标准只记录一个核对结果。",
            ),
            models.CheckConstraint(
                condition=Q(found__in=sorted(FOUND_NAMES)),
                name="check_says_what_was_found",
                violation_error_message="核对结果是符合或者不符合。",
            ),
        ]

    def __str__(self) -> str:
        """Name the criterion of the guide."""
        return self.criterion


class TextBlock(models.Model):
    """A text that staff of a department use again (常用语), for one verb. One that is put away is not offered."""

    id = models.UUIDField(primary_key=True)
    department = models.ForeignKey("orgs.Department", on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=24, choices=list(BLOCK_VERBS.items()))
    title = models.CharField(max_length=40)
    text = models.TextField()
    by = models.UUIDField(help_text="the account of who wrote it last")
    changed_at = models.DateTimeField()
    put_away_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["department", "verb", "title"],
                condition=Q(put_away_at__isnull=True),
                name="block_title_once",
                violation_error_message="本部门已经有同名的常用语，请换一个名称。",
            ),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(title=""),
                name="block_says_something",
                violation_error_message="常用语必须有名称和内容。",
            ),
        ]

    def __str__(self) -> str:
        """Name it by its title."""
        return self.title
