"""The tables of a case. Every row of a case carries the case's UUIDv7, so that these tables can be distributed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.functional import cached_property

from tongban.cases.archive.tables import Archive
from tongban.cases.complaints.tables import Complaint, ComplaintFile
from tongban.cases.corrections.tables import CorrectionNotice
from tongban.cases.desk.tables import CriterionCheck, TextBlock
from tongban.cases.forgetting.tables import DraftReminder
from tongban.cases.hearing.tables import Hearing, HearingMove, MovedNotice, ToldParty, Wish
from tongban.cases.promises.tables import CaseOutcome, Promise, Promised, PromiseEnd
from tongban.cases.states import ABOUT_EXTENDING, CLOSED, DECIDED, DELIVERABLE, LABELS, OPEN, REFUSALS, State, Verb
from tongban.cases.steps.tables import CaseStep
from tongban.cases.team.tables import Assignment, Consultation, Consulted
from tongban.cases.window.tables import DeliveryChoice, HandingOut, Handover, PaperFile, SeenPaper, Shipment, Visit
from tongban.orgs import api as orgs

__all__ = [
    "Archive",
    "Assignment",
    "Case",
    "CaseDocument",
    "CaseMaterial",
    "CaseOutcome",
    "CaseQuerySet",
    "CaseStep",
    "Channel",
    "Complaint",
    "ComplaintFile",
    "Consultation",
    "Consulted",
    "CorrectionNotice",
    "CriterionCheck",
    "DeliveryChoice",
    "DraftReminder",
    "HandingOut",
    "Handover",
    "Hearing",
    "HearingMove",
    "MovedNotice",
    "Opinion",
    "PaperFile",
    "Promise",
    "PromiseEnd",
    "Promised",
    "SeenPaper",
    "Shipment",
    "Supplied",
    "TextBlock",
    "ToldParty",
    "Visit",
    "Wish",
]


class Channel(models.TextChoices):
    """By which way the application came in; nothing in the rules depends on it (工作规范 21)."""

    WEB = "WEB", "网上"
    COUNTER = "COUNTER", "窗口"


class Supplied(models.TextChoices):
    """With which submission a material came."""

    FIRST = "FIRST", "首次提交"
    CORRECTION = "CORRECTION", "补正提交"
    DEFERRED = "DEFERRED", "后补提交"


class CaseQuerySet(models.QuerySet["Case"]):
    """What is asked of cases again and again."""

    def locked(self) -> CaseQuerySet:
        """Hold the row until the verb is done, so that of two clerks one wins."""
        return self.select_for_update(of=("self",))

    def with_names(self) -> CaseQuerySet:
        """Fetch what every list shows in the same query; the guide and the sealed answers are heavy and stay out."""
        return self.select_related("applicant", "agent", "department").defer("answers")

    def undelivered(self, *, so: bool = True) -> CaseQuerySet:
        """Keep the cases whose result was not delivered yet, or all but those."""
        condition = Q(state__in=sorted(DELIVERABLE), delivered_at__isnull=True)
        return self.filter(condition if so else ~condition)

    def running(self) -> CaseQuerySet:
        """Keep the cases that are still handled."""
        return self.filter(state__in=sorted(OPEN))

    def numbered(self, number: object) -> CaseQuerySet:
        """Keep the received case of this number.

        That it has one is said as text and not as a value: so a plan that serves every number can use their index,
        which leaves drafts out.
        """
        return self.filter(number=number).exclude(number=RawSQL("''", ()))

    def whole(self) -> CaseQuerySet:
        """Fetch a single case with the guide it is handled by, whose document is fetched when it was never read.

        ``due_at`` stays out, so that saving what was fetched leaves it to the database.
        """
        return self.select_related("applicant", "agent", "department", "guide").defer("guide__document", "due_at")


class Case(models.Model):
    """One application under one published guide version. State is one of cases.states.State; only `_move` sets it."""

    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=32, blank=True, default="")
    guide = models.ForeignKey("catalog.GuideVersion", on_delete=models.PROTECT, related_name="+")
    item_code = models.CharField(max_length=40)
    item_name = models.CharField(max_length=200)
    department = models.ForeignKey("orgs.Department", on_delete=models.PROTECT, related_name="+", db_index=False)
    region = models.ForeignKey("orgs.Region", on_delete=models.PROTECT, related_name="+", db_index=False)
    applicant = models.ForeignKey("identity.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    opened_by = models.UUIDField(help_text="the actor who opened the draft: the applicant, or the clerk at the counter")
    agent = models.ForeignKey(
        "identity.Party",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        db_index=False,
        help_text="the natural person who applied for the applicant: who opened the draft, then who handed it in",
    )
    mandate = models.UUIDField(null=True, help_text="by what the agent did so: a key in the room of persons")
    place_code = models.CharField(max_length=32, blank=True, default="", help_text="service place of a counter case")
    state = models.CharField(max_length=16, choices=[(s, LABELS[s]) for s in State], default=State.DRAFT)
    answers = models.BinaryField(help_text="the form, encrypted; canonical JSON inside")
    submission = models.UUIDField(null=True, blank=True, help_text="the token of the submission that went through")
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True, help_text="the legal moment, dated back when deemed")
    closed_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    originals_at = models.DateTimeField(
        null=True, blank=True, help_text="when the originals were seen, where an application is looked through before"
    )
    originals_reminded_at = models.DateTimeField(
        null=True, blank=True, help_text="when the applicant was reminded of them, once each time"
    )
    due_at = models.DateTimeField(null=True, blank=True, help_text="the first end of its clocks; kept by the database")
    follows = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="followed_by",
        null=True,
        db_index=False,
        help_text="the case that came to no result, of which this is applied for anew",
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=sorted(CLOSED), closed_at__isnull=False)
                | ~Q(state__in=sorted(CLOSED)) & Q(closed_at__isnull=True),
                name="case_closed_iff_final",
                violation_error_message="办结的办件必须有办结时间，未办结的不得有。",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, number="", received_at__isnull=True)
                | ~Q(state=State.DRAFT) & ~Q(number="") & Q(received_at__isnull=False),
                name="case_numbered_iff_received",
                violation_error_message="收件后的办件必须有编号和收件时间，草稿不得有。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(DECIDED)) | Q(accepted_at__isnull=False),
                name="case_decided_only_after_acceptance",
                violation_error_message="没有受理的办件不能作出决定。",
            ),
            models.CheckConstraint(
                condition=Q(delivered_at__isnull=True) | Q(closed_at__isnull=False),
                name="case_delivered_only_after_closing",
                violation_error_message="没有办结的办件不能送达。",
            ),
            models.CheckConstraint(
                condition=Q(agent__isnull=True, mandate__isnull=True) | Q(agent__isnull=False, mandate__isnull=False),
                name="case_agent_iff_mandate",
                violation_error_message="代办的办件必须同时记录代办人和委托。",
            ),
            models.UniqueConstraint(
                fields=["applicant", "item_code", "channel"],
                condition=Q(state=State.DRAFT),
                name="case_one_draft_an_item",
                violation_error_message="这个事项已经有一份正在填写的申请，请接着填写。",
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=~Q(number=""),
                name="case_number_once",
                violation_error_message="办件编号重复。",
            ),
        ]
        indexes = [
            # Each index costs every move of a case: there is none that another one begins with, and none of what most
            # cases do not have. Departments and regions are never deleted, so nothing has to be found by them alone.
            models.Index(fields=["applicant", "-changed_at"], name="case_by_applicant"),
            models.Index(fields=["agent"], condition=Q(agent__isnull=False), name="case_by_agent"),
            models.Index(fields=["follows"], condition=Q(follows__isnull=False), name="case_following"),
            # Counting reads nothing but the indexes of departments, because what permission asks for is in them; and of
            # what is done with, which only grows, no more than is counted.
            # The inbox: what ends first, then what has no end now. A region is reached with all inside it, which would
            # break the order of an index that held it; it is looked up in the row.
            models.Index(fields=["due_at", "id"], condition=Q(state__in=sorted(OPEN)), name="case_waiting_everywhere"),
            models.Index(
                fields=["department", "due_at", "id"],
                include=["region", "applicant", "agent", "channel", "state"],
                condition=Q(state__in=sorted(OPEN)),
                name="case_waiting_by_department",
            ),
            models.Index(
                fields=["received_at", "id"], condition=Q(state__in=sorted(CLOSED)), name="case_closed_everywhere"
            ),
            models.Index(
                fields=["department", "received_at", "id"],
                include=["region", "applicant", "agent", "channel", "state", "delivered_at"],
                condition=Q(state__in=sorted(CLOSED)),
                name="case_closed_by_department",
            ),
            # What a clerk took in last, for choosing it again.
            models.Index(
                fields=["opened_by", "-opened_at"], condition=Q(channel=Channel.COUNTER), name="case_opened_at_counter"
            ),
            # What is decided and not yet handed out.
            models.Index(
                fields=["department", "due_at", "id"],
                include=["region", "applicant", "agent", "channel", "state"],
                condition=Q(state__in=sorted(DELIVERABLE), delivered_at__isnull=True),
                name="case_undelivered_by_dept",
            ),
        ]

    def __str__(self) -> str:
        """Name the case by its number, or as a draft."""
        return self.number or f"草稿 {self.id}"

    # Where a verb holds the row: may be applied for, the stamp of calendars, the columns then (None: only read).
    item_state: str = ""
    calendars: orgs.Stamp = ()
    as_held: dict[str, Any] | None = None

    def note_held(self) -> None:
        """Keep what the columns say now, so that the verb writes only what it changes."""
        columns = {field.attname for field in self._meta.concrete_fields}
        self.as_held = {name: value for name, value in vars(self).items() if name in columns}

    @property
    def undelivered(self) -> bool:
        """Tell whether there is a result that was not delivered yet (行政许可法44)."""
        return self.state in DELIVERABLE and self.delivered_at is None

    @cached_property
    def told_parties(self) -> frozenset[UUID]:
        """Return who is registered of those who were told that it bears on an interest of theirs (行政许可法36)."""
        return frozenset(self.told.filter(party__isnull=False, applicant=False).values_list("party_id", flat=True))


class CaseMaterial(models.Model):
    """A file supplied for one material that the guide names (``material``: element id of the guide)."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="materials", db_index=False)
    material = models.CharField(max_length=64)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    supplied = models.CharField(max_length=12, choices=Supplied.choices, default=Supplied.FIRST)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "material"], name="case_material_by_case")]

    def __str__(self) -> str:
        """Name the element of the guide."""
        return self.material


class Addition(models.Model):
    """What the applicant added while the case was handled, or reported after it was checked: words, files or both."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="additions", db_index=False)
    words = models.BinaryField(help_text="what was said, encrypted; may be nothing where there are files")
    at = models.DateTimeField()
    reports = models.BooleanField(default=False, help_text="it answers an order to put something right (责令限期整改)")

    class Meta:
        indexes = [models.Index(fields=["case", "at"], name="addition_by_case")]

    def __str__(self) -> str:
        """Name the case."""
        return f"补充 {self.case_id}"


class AddedFile(models.Model):
    """A file of an addition; it is no material of the guide, and so nobody can be asked for it."""

    id = models.UUIDField(primary_key=True)
    addition = models.ForeignKey(Addition, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        """Name the addition."""
        return f"补充的文件 {self.addition_id}"


class Opinion(models.Model):
    """What a member of staff wrote when acting: examination, decision, refusal to accept, sending back."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="opinions", db_index=False)
    verb = models.CharField(max_length=24)
    passed = models.BooleanField(null=True, help_text="for an examination: whether the conditions are met")
    ground = models.CharField(max_length=16, blank=True, default="", help_text="for not accepting: states.Ground")
    competent = models.CharField(max_length=100, blank=True, default="", help_text="the authority to turn to")
    text = models.TextField()
    departing = models.TextField(
        blank=True, default="", help_text="for a grant: why, although the examination found the conditions not met"
    )
    considered = models.TextField(
        blank=True, default="", help_text="for a refusal: how what the applicant stated was dealt with"
    )
    approval = models.CharField(
        max_length=100, blank=True, default="", help_text="for an extension: the number of the paper that approved it"
    )
    sent = models.JSONField(
        blank=True, default=dict, help_text="who verified on the spot or was sent: accounts, and names of other bodies"
    )
    author = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["case", "at"], name="opinion_by_case"),
            # Which proposals wait is counted at the desk: of these alone, and not of all that was ever written.
            models.Index(
                fields=["verb", "case", "at", "id"],
                condition=Q(verb__in=ABOUT_EXTENDING),
                name="opinion_about_extending",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="opinion_is_written", violation_error_message="请写明意见或理由。"
            ),
            models.CheckConstraint(
                condition=Q(approval="") | Q(verb=Verb.EXTEND),
                name="opinion_approval_only_of_extending",
                violation_error_message="只有延长办理期限才有批准文号。",
            ),
            models.CheckConstraint(
                condition=Q(departing="") | Q(verb__in=[Verb.GRANT, Verb.GRANT_AT_ONCE]),
                name="opinion_departs_only_in_granting",
                violation_error_message="只有准予决定才有不采纳审查意见、不按申请人所填准予的理由。",
            ),
            models.CheckConstraint(
                condition=Q(sent={}) | Q(verb__in=[Verb.FINISH_STEP, Verb.EXAMINE, Verb.SUSPEND]),
                name="opinion_sends_only_to_look",
                violation_error_message="只有审查意见和特别程序才写明核查、指派的人员。",
            ),
            models.CheckConstraint(
                condition=Q(considered="") | Q(verb__in=REFUSALS),
                name="opinion_considers_only_in_refusing",
                violation_error_message="只有不予决定才写明怎样对待申请人的陈述、申辩。",
            ),
        ]

    def __str__(self) -> str:
        """Name the verb."""
        return self.verb


class CaseDocument(models.Model):
    """An official document issued in a case (``document``: id in the documents room)."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents", db_index=False)
    kind = models.CharField(max_length=24)
    document = models.ForeignKey("documents.IssuedDocument", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "kind"], name="case_document_once_a_kind")]

    def __str__(self) -> str:
        """Name the kind."""
        return self.kind
