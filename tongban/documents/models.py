"""Issued documents and the counters of their numbers."""

from __future__ import annotations

from datetime import UTC
from typing import Self

from django.db import models
from django.db.models import Q

from tongban.documents import rules
from tongban.statements import api as statements


class IssuedDocument(models.Model):
    """An official document, as it was issued. A trigger refuses every change and every removal of a row.

    ``sealed_facts``: what it says, as canonical JSON in an envelope; ``digest``: the SM3 digest of that JSON;
    ``signature``: over all other columns. ``subject``: what it was issued in, a case as a rule; no key, because the
    tables of cases lie above and may be distributed.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    number = models.CharField("文号", max_length=80)
    template = models.CharField("文书种类", max_length=40)
    template_version = models.PositiveSmallIntegerField("模板版本")
    template_digest = models.CharField("模板摘要", max_length=64)
    sealed_facts = models.BinaryField("内容")
    digest = models.CharField("内容摘要", max_length=64)
    signature = models.CharField("签名", max_length=400)
    subject = models.UUIDField("所属办件", db_index=True)
    issued_at = models.DateTimeField("作出时间")

    class Meta:
        verbose_name = "文书"
        constraints = [
            models.UniqueConstraint(
                name="document_number_once", fields=["number"], violation_error_message="这个文号已经用过"
            ),
            models.CheckConstraint(
                name="document_is_signed",
                condition=~Q(signature="") & Q(digest__regex="^[0-9a-f]{64}$", template_digest__regex="^[0-9a-f]{64}$"),
                violation_error_message="文书必须有摘要和签名",
            ),
        ]

    def __str__(self) -> str:
        """Return the number."""
        return self.number

    def statement(self) -> bytes:
        """Return the bytes that the signature is over."""
        columns = {
            "digest": self.digest,
            "id": str(self.id),
            "issued_at": self.issued_at.astimezone(UTC).isoformat(),
            "number": self.number,
            "subject": str(self.subject),
            "template": self.template,
            "template_digest": self.template_digest,
            "template_version": str(self.template_version),
        }
        return rules.statement(columns)


class CounterQuerySet(models.QuerySet["Counter"]):
    """Counting."""

    def next(self: Self, *, kind: str, mark: str, year: int, count: int = 1) -> range:
        """Return the next sequence numbers; their row stays locked until the transaction ends."""
        ((value,),) = statements.fetch(_NEXT, {"kind": kind, "mark": mark, "year": year, "count": count})
        return range(int(value) - count + 1, int(value) + 1)


_NEXT = """
INSERT INTO documents_counter (kind, mark, year, value) VALUES (%(kind)s, %(mark)s, %(year)s, %(count)s)
ON CONFLICT ON CONSTRAINT document_counter_once DO UPDATE SET value = documents_counter.value + %(count)s
RETURNING value
"""


class Counter(models.Model):
    """The last sequence number under one 机关代字, for one kind of document, in one year.

    Counted by what is printed and not by who asks, so that two departments with the same mark cannot print one number.
    """

    kind = models.CharField("种类", max_length=20)
    mark = models.CharField("机关代字", max_length=40)
    year = models.PositiveSmallIntegerField("年份")
    value = models.PositiveIntegerField("序号")

    objects = CounterQuerySet.as_manager()

    class Meta:
        verbose_name = "文号序列"
        constraints = [
            models.UniqueConstraint(
                name="document_counter_once",
                fields=["kind", "mark", "year"],
                violation_error_message="同一机关代字同一年同一种文号只有一个序列",
            )
        ]

    def __str__(self) -> str:
        """Say what is counted and how far."""
        return f"{self.mark}{self.kind} {self.year}: {self.value}"
