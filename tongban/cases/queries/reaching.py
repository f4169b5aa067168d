"""Whether answers may be taken in the channel they came by: at the counter nobody needs a telephone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tongban.cases.models import Case, Channel
from tongban.catalog import api as catalog
from tongban.identity import api as identity
from tongban.orgs import api as orgs


def may_be_empty(case: Case, guide: catalog.Guide | None = None) -> frozenset[str]:
    """Return the questions that whoever has no telephone leaves empty: for their own, by a person, at the counter.

    How far it is they ask at the window (工作规范23: who cannot go online is served there). Online one has proved a
    telephone, and a firm has one.
    """
    if case.channel != Channel.COUNTER or case.applicant.kind != identity.PartyKind.NATURAL:
        return frozenset()
    asked = (guide or case.guide.guide).form.properties
    return frozenset(
        name for name, one in asked.items() if one.source and (one.source.record, one.source.key) == ("PARTY", "mobile")
    )


def wrong_answers(
    case: Case,
    given: object,
    *,
    on: date,
    groups: Iterable[str] | None = None,
    guide: catalog.Guide | None = None,
    known: orgs.Stamp | None = None,
) -> dict[str, str]:
    """Return the faults of answers of this case, by its guide or another, but for what may be left empty in it.

    ``known``: the stamp of regions and calendars, for those who have asked for it already.
    """
    faults = catalog.check_answers(guide or case.guide.guide, given, on=on, groups=groups, known=known)
    answered = given if isinstance(given, dict) else {}
    spared = {name for name in may_be_empty(case, guide) if not answered.get(name)}
    return {name: sentence for name, sentence in faults.items() if name not in spared}
