"""By what a natural person acts for somebody else: as legal representative, or by a delegation."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q

from tongban.identity.models.parties import Party
from tongban.identity.states import DELEGATIONS, LIVE, DelegationState, DocumentType
from tongban.kernel.actors import MANDATE_NAMES, MandateKind

DELEGATED = (MandateKind.AGENT, MandateKind.ASSISTANT, MandateKind.GUARDIAN)


class Representation(models.Model):
    """The legal representative of an organisation, from the first moment up to and without the last (民法典61).

    ``key`` is by what the record names it. Whoever acts for an organisation on a narrower ground has a Delegation.
    """

    key = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    person = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(until_at__isnull=True),
                name="identity_representation_once",
                violation_error_message="一家单位同时只有一位法定代表人（负责人）",
            ),
            models.CheckConstraint(
                name="identity_representation_period",
                condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at")),
                violation_error_message="结束时间不能早于开始时间",
            ),
        ]

    def __str__(self) -> str:
        """Return who acts for whom, by ids."""
        return f"{self.person_id} → {self.organisation_id}"


class Delegation(models.Model):
    """Somebody lets a natural person act for them: for which items, with which data, from when until when (民法典165).

    It is offered to whoever holds a document, named by its digest: an offer never looks up whether that person exists.
    ``agent`` is known once it is in force. ``items`` and ``data`` are None for all of them; ``authorised_by`` is the
    legal representative where an organisation is the principal; ``proof``: what the clerk saw, empty when made online.
    """

    id = models.UUIDField(primary_key=True)
    principal = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", null=True)
    authorised_by = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", null=True)
    kind = models.CharField(max_length=20, choices=[(kind.value, MANDATE_NAMES[kind]) for kind in DELEGATED])
    agent_name = models.CharField(max_length=200)
    agent_document_type = models.CharField(max_length=30, choices=DocumentType.choices())
    agent_digest = models.CharField(max_length=64)
    agent_tail = models.CharField(max_length=4)
    items = ArrayField(models.CharField(max_length=40), null=True)
    data = ArrayField(models.CharField(max_length=20), null=True)
    proof = models.CharField(max_length=20, default="")
    state = models.CharField(max_length=12, choices=[(s.value, DELEGATIONS.label(s)) for s in DelegationState])
    offered_at = models.DateTimeField()
    from_at = models.DateTimeField(null=True)
    until_at = models.DateTimeField()
    """The end of its period; for a guardian the child's eighteenth birthday."""
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index("agent", name="identity_delegation_agent", condition=Q(state=DelegationState.IN_FORCE)),
            models.Index(
                "agent_digest", name="identity_delegation_offered", condition=Q(state=DelegationState.OFFERED)
            ),
            models.Index("principal", name="identity_delegation_principal"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["principal", "agent_document_type", "agent_digest"],
                condition=Q(state__in=LIVE),
                name="identity_delegation_once",
                violation_error_message="已经有一份给这个人的委托，请先收回或者解除",
            ),
            models.CheckConstraint(
                name="identity_delegation_agent_known",
                condition=Q(state=DelegationState.IN_FORCE, agent__isnull=False, from_at__isnull=False)
                | ~Q(state=DelegationState.IN_FORCE),
                violation_error_message="有效的委托应当写明代办人和开始时间",
            ),
            models.CheckConstraint(
                name="identity_delegation_not_to_oneself",
                condition=Q(agent__isnull=True) | ~Q(agent=F("principal")),
                violation_error_message="不能委托自己",
            ),
            models.CheckConstraint(
                name="identity_delegation_period",
                condition=Q(from_at__isnull=True) | Q(until_at__gt=F("from_at")),
                violation_error_message="委托的结束时间应当晚于开始时间",
            ),
            models.CheckConstraint(
                name="identity_delegation_ended_iff_over",
                condition=Q(state__in=LIVE, ended_at__isnull=True) | ~Q(state__in=LIVE) & Q(ended_at__isnull=False),
                violation_error_message="结束的委托应当写明结束时间，没有结束的不得有",
            ),
            models.CheckConstraint(
                name="identity_delegation_scope",
                condition=Q(kind=MandateKind.GUARDIAN, items__isnull=True, data__isnull=True)
                | ~Q(kind=MandateKind.GUARDIAN) & Q(data__isnull=False),
                violation_error_message="委托应当写明代办人可以看到哪些信息；监护人依法办理，不另外限定",
            ),
        ]

    def __str__(self) -> str:
        """Return the id: names stay out of logs."""
        return str(self.id)
