"""To whom work on a case was handed over (转办), and what colleagues were asked and answered (征求意见)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Assignment(models.Model):
    """Whose turn it is by name, of the case as it stands or of one step, until that is done.

    It says whom the work waits for and locks nobody out: a clock of the law does not wait for one person.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="assignments")
    step = models.ForeignKey("cases.CaseStep", on_delete=models.PROTECT, null=True, related_name="assignments")
    assignee = models.UUIDField(help_text="the account of the colleague")
    given_by = models.UUIDField()
    note = models.TextField(blank=True, default="")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "step"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="assignment_once_open",
                violation_error_message="同一项工作同时只能转给一位同事。",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["assignee", "case"], condition=Q(ended_at__isnull=True), name="assignment_in_hand"),
        ]

    def __str__(self) -> str:
        """Name the colleague by the account."""
        return str(self.assignee)


class Consultation(models.Model):
    """A question to colleagues or to departments that take part, with the day by which an answer is wanted."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="consultations")
    question = models.TextField()
    asked_by = models.UUIDField()
    at = models.DateTimeField()
    due_on = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(question=""),
                name="consultation_asks",
                violation_error_message="请写明要征求意见的问题。",
            ),
        ]

    def __str__(self) -> str:
        """Name the case."""
        return f"征求意见 {self.case_id}"


class Consulted(models.Model):
    """One who was asked, a colleague by the account or a department by its code, and the answer."""

    id = models.UUIDField(primary_key=True)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="consulted")
    account = models.UUIDField(null=True)
    department = models.CharField(max_length=30, blank=True, default="")
    answer = models.TextField(blank=True, default="")
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(account__isnull=False, department="") | Q(account__isnull=True) & ~Q(department=""),
                name="consulted_is_one",
                violation_error_message="征求意见的对象是一位同事或者一个部门。",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | ~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False),
                name="consulted_answered_by_somebody",
                violation_error_message="答复必须记录谁在什么时候答复。",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account"], condition=Q(answered_at__isnull=True), name="consulted_of_colleague"),
            models.Index(fields=["department"], condition=Q(answered_at__isnull=True), name="consulted_of_department"),
        ]

    def __str__(self) -> str:
        """Name whom was asked, by code."""
        return self.department or str(self.account)
