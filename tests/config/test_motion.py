from __future__ import annotations

from collections import Counter
from datetime import datetime

import pytest
from pytest_django import Settings

from tongban.cases import api as cases
from tongban.cases.models import Case
from tongban.config.motion import OPENED, load_cases
from tongban.config.sample import load
from tongban.duties import api as duties
from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM
from tongban.kernel.codes import resident_id
from tongban.kernel.days import SHANGHAI, day_of
from tongban.ledger.models import Entry
from tongban.orgs import api as orgs

pytestmark = pytest.mark.django_db
STATES = {
    cases.State.RECEIVED: 4,
    cases.State.CORRECTION: 1,
    cases.State.ACCEPTED: 5,
    cases.State.EXAMINED: 1,
    cases.State.GRANTED: 1,
}


@pytest.fixture(autouse=True)
def _sample(settings: Settings) -> None:
    settings.SAMPLE_MODE = True


def city(at: datetime) -> int:
    for _ in load(at=at, since=at - OPENED):
        pass
    return load_cases(at=at)


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 9, 1, 10, tzinfo=SHANGHAI),
        datetime(2026, 2, 22, 23, 50, tzinfo=SHANGHAI),  # 春节, a Sunday
        datetime(2026, 2, 28, 0, 1, tzinfo=SHANGHAI),  # a Saturday that is worked, just after midnight
        datetime(2027, 1, 4, 9, tzinfo=SHANGHAI),
    ],
)
def test_the_sample_city_has_cases_at_every_stop_on_whatever_day_it_starts(at: datetime) -> None:
    made = city(at)

    assert made == 12
    assert Counter(Case.objects.values_list("state", flat=True)) == STATES
    assert Entry.objects.filter(kind="case", at__gt=at).count() == 0
    lights = {clock.light for case in Case.objects.all() for clock in duties.clocks(subject=case.pk, at=at)}
    assert lights >= {duties.Light.OVERDUE, duties.Light.YELLOW, duties.Light.MET, duties.Light.PAUSED}
    assert (duties.Light.RED in lights) == orgs.work_calendar().is_workday(day_of(at))


def test_a_case_on_which_nobody_said_anything_is_accepted_by_law(at: datetime) -> None:
    city(at)
    silent = Case.objects.get(applicant__name="测试丑")

    cases.sweep(case=silent.pk, at=at)

    silent.refresh_from_db()
    assert (silent.state, silent.accepted_at) == (cases.State.ACCEPTED, silent.received_at)


def test_one_case_is_in_a_special_procedure_and_the_limit_of_one_was_extended(at: datetime) -> None:
    city(at)
    stands, longer = (Case.objects.get(applicant__name=name) for name in ("测试辰", "测试巳"))

    (procedure,) = cases.procedures(stands, at=at)
    assert (procedure.name, procedure.passed) == ("检验", False)
    (extension,) = duties.extensions_of(duties.Kind.STATUTORY, subject=longer.pk)
    assert (extension.amount, extension.approver) == (5, "本机关负责人")


def test_nothing_is_made_twice_or_beside_other_cases(at: datetime) -> None:
    assert city(at) == 12
    assert city(at) == 0


def test_its_people_are_invented(at: datetime) -> None:
    city(at)

    for case in Case.objects.filter(applicant__kind="NATURAL").select_related("applicant"):
        number = identity.party_view(case.applicant_id, by=SYSTEM).document_number
        assert case.applicant.name.startswith("测试")
        assert number.startswith("320200")
        assert number[14:16] == "90"
        assert resident_id.parse(number, on=day_of(at)).code == number
