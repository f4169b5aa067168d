"""Which criteria an applicant says are not met, where the form asks for them (``x-criterion``)."""

from __future__ import annotations

from tongban.cases.models import Case
from tongban.cases.queries.finding import answers
from tongban.cases.queries.promising import promised_conditions
from tongban.catalog import api as catalog


def denied(case: Case) -> list[catalog.Criterion]:
    """Return the criteria of the guide that the applicant's own answers deny, in their order.

    What was promised to be met only after the decision is not denied by saying that it is not met yet (告知承诺).
    """
    given, guide = answers(case), case.guide.guide
    said = {one.criterion for name, one in guide.form.properties.items() if given.get(name) is False}
    later = {one.id for one in guide.criteria if one.commitment and one.commitment.meet}
    promised = later & promised_conditions(case).keys() if later & said else set()
    return [one for one in guide.criteria if one.id in said - promised]
