"""The table of steps. They carry whom their case is about, so that one declaration keeps people out of their own."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tongban.cases.steps.states import BEGUN, IN_HAND, LABELS, StepState


class CaseStep(models.Model):
    """A step of one case, made at acceptance from the version of the guide it is handled by.

    ``step``: its id in the guide. Steps of one ``turn`` are open together; the next turn opens when all are done.
    ``joint``: another department than the one that decides does it. ``region``: where its doers have to be posted.
    Only ``services.stepping`` changes the state.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="steps", db_index=False)
    step = models.CharField(max_length=40)
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=200)
    department = models.ForeignKey("orgs.Department", on_delete=models.PROTECT, related_name="+", db_index=False)
    region = models.ForeignKey("orgs.Region", on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=20)
    parallel = models.CharField(max_length=40, blank=True, default="")
    turn = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    joint = models.BooleanField(default=False)
    applicant = models.UUIDField(help_text="the party of the case, so that staff keep out of it")
    agent = models.UUIDField(null=True, help_text="who applied for them, for the same")
    state = models.CharField(max_length=8, choices=[(s, LABELS[s]) for s in StepState], default=StepState.WAITING)
    opened_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True, help_text="the account of who did it last")
    passed = models.BooleanField(null=True, help_text="whether the conditions are met, as whoever did it found")
    opinion = models.ForeignKey("cases.Opinion", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "step"],
                name="step_once_a_case",
                violation_error_message="一个办件的每个环节只有一个。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=BEGUN) | Q(opened_at__isnull=False),
                name="step_begun_has_moment",
                violation_error_message="已经轮到的环节必须有开始时间。",
            ),
            models.CheckConstraint(
                condition=~Q(state=StepState.DONE)
                | Q(done_at__isnull=False, done_by__isnull=False, passed__isnull=False, opinion__isnull=False),
                name="step_done_by_somebody",
                violation_error_message="办完的环节必须记录谁在什么时候办、结论和意见。",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # What waits in another department: its list costs what there is to do there, whatever else there is.
            models.Index(
                fields=["department", "opened_at", "id"],
                include=["region", "role", "applicant", "agent"],
                condition=Q(state__in=IN_HAND, joint=True),
                name="step_joint_in_hand",
            ),
        ]

    def __str__(self) -> str:
        """Name the step of the guide."""
        return self.step
