"""What stands in several papers of a case in the same words: articles, remedies, lengths and days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from tongban.cases import queries
from tongban.cases.models import Case
from tongban.catalog import api as catalog
from tongban.duties import api as duties
from tongban.kernel.days import day_of
from tongban.kernel.limits import Unit, amount_text
from tongban.kernel.wording import without_remarks

Facts = dict[str, Any]
WRITTEN = frozenset({"addressee", "reason", "departing", "circumstances", "wording"})


def articles(case: Case, act: str) -> list[str]:
    """Return the articles by which the regime of the case does an act; nothing for no act."""
    return list(queries.regime_of(case).acts[act]) if act else []


def for_people(facts: Facts) -> Facts:
    """Return the facts of a paper without the remarks that guides and regimes hold for staff (待核定).

    What somebody wrote in their own words stays as it was written.
    """
    return {key: value if key in WRITTEN else _plain(value) for key, value in facts.items()}


def _plain(value: Any) -> Any:  # noqa: ANN401 - facts are whatever a paper says
    if isinstance(value, str):
        return without_remarks(value)
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def length(duty: duties.Duty) -> str:
    """Return how long a clock was set for, in words."""
    unit = Unit(duty.unit)
    return catalog.Limit(amount=duty.amount, unit=unit).legal_text if duty.amount else amount_text(0, unit)


def remedies(guide: catalog.Guide) -> list[Facts]:
    """Return where one may turn against the paper, as the guide says."""
    return [
        {
            "kind": remedy.kind,
            "to": remedy.to,
            "within": remedy.within.legal_text,
            "article": law(guide.law(remedy.within.legal)) if remedy.within.legal else remedy.within.note,
        }
        for remedy in guide.remedies
    ]


def law(basis: catalog.Legal) -> str:
    """Return a provision as it is printed: 《法》第一条."""
    return f"《{basis.law}》{basis.article}"


def due(case: Case, kind: duties.Kind) -> date:
    """Return the day a clock ends that has just begun, so that nothing stands in its way yet."""
    duty = duties.open_duty(kind, subject=case.id)
    if duty is None or duty.due_date is None:
        message = f"no {kind} clock runs"
        raise LookupError(message)
    return duty.due_date


def day(at: datetime | None) -> date | None:
    """Return the day of a moment, if there was one."""
    return day_of(at) if at else None
