"""Where the numbers of documents come from: counters of our own, or the numbering of a department's own system."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tongban.documents import rules
from tongban.documents.models import Counter
from tongban.documents.parts import Issuer


class Numbering(Protocol):
    """Gives each document of an authority a number of its own."""

    def next(self, *, kind: str, issuer: Issuer, year: int, count: int) -> Sequence[str]:
        """Return so many numbers that were never given before, in order. Called inside the transaction of the verb."""
        ...


class CountedNumbers:
    """机关代字, kind, year and a sequence that begins with 1 every year. Gaps are allowed, repetitions are not."""

    def next(self, *, kind: str, issuer: Issuer, year: int, count: int) -> Sequence[str]:
        """Return the next numbers under this mark, kind and year."""
        found = Counter.objects.next(kind=rules.checked_kind(kind), mark=issuer.mark, year=year, count=count)
        return [rules.number(mark=issuer.mark, kind=kind, year=year, sequence=one) for one in found]
