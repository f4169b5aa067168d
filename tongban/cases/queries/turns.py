"""Whose turn it is where a guide limits the number (行政许可法57)."""

from __future__ import annotations

from tongban.cases.models import Case
from tongban.cases.states import UNDER_EXAMINATION


def ahead(case: Case) -> int:
    """Return how many of the same matter were accepted before this one and are not decided; 0 without a limited number.

    Those of the same authority and item, whatever version of its guide they are under. What is not accepted yet stands
    behind all that are. A silence that nobody has applied yet does not count: it is applied within minutes.
    """
    if not case.guide.guide.basics.quota:
        return 0
    same = Case.objects.filter(department=case.department_id, item_code=case.item_code, state__in=UNDER_EXAMINATION)
    earlier = same if case.accepted_at is None else same.filter(accepted_at__lt=case.accepted_at)
    return earlier.exclude(pk=case.pk).count()
