from __future__ import annotations

from collections import Counter
from datetime import datetime

import pytest
from pytest_django import Settings

from tests.city import City
from tongban.cases import api as cases
from tongban.cases.models import Case
from tongban.config.motion import OPENED, load_cases
from tongban.config.sample import load
from tongban.duties import api as duties
from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM
from tongban.kernel.codes import credit_code, resident_id
from tongban.kernel.days import SHANGHAI, day_of
from tongban.ledger.models import Entry
from tongban.orgs import api as orgs

pytestmark = pytest.mark.django_db
STATES = {
    cases.State.RECEIVED: 4,
    cases.State.CORRECTION: 1,
    cases.State.ACCEPTED: 7,
    cases.State.EXAMINED: 1,
    cases.State.GRANTED: 2,
}


@pytest.fixture(autouse=True)
def _sample(settings: Settings) -> None:
    settings.SAMPLE_MODE = True


@pytest.fixture
def moving(city: City, at: datetime) -> City:
    """The city that every test shares, with its cases."""
    assert load_cases(at=at) == 15
    return city


def begun(at: datetime) -> int:
    """Let a city begin at a moment; return how many cases it has."""
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
    made = begun(at)

    assert made == 15
    assert Counter(Case.objects.values_list("state", flat=True)) == STATES
    assert Entry.objects.filter(kind="case", at__gt=at).count() == 0
    lights = {clock.light for case in Case.objects.all() for clock in duties.clocks(subject=case.pk, at=at)}
    assert lights >= {duties.Light.OVERDUE, duties.Light.YELLOW, duties.Light.MET, duties.Light.PAUSED}
    assert (duties.Light.RED in lights) == orgs.work_calendar().is_workday(day_of(at))


@pytest.mark.usefixtures("moving")
def test_a_case_on_which_nobody_said_anything_is_accepted_by_law(at: datetime) -> None:
    silent = Case.objects.get(applicant__name="测试丑")

    cases.sweep(case=silent.pk, at=at)

    silent.refresh_from_db()
    assert (silent.state, silent.accepted_at) == (cases.State.ACCEPTED, silent.received_at)


@pytest.mark.usefixtures("moving")
def test_one_case_is_in_a_special_procedure_and_the_limit_of_one_was_extended(at: datetime) -> None:
    stands, longer = (Case.objects.get(applicant__name=name) for name in ("测试辰", "测试巳"))

    (procedure,) = cases.procedures(stands, at=at)
    assert (procedure.name, procedure.passed) == ("检验", False)
    (extension,) = duties.extensions_of(duties.Kind.STATUTORY, subject=longer.pk)
    assert (extension.amount, extension.approver) == (5, "本机关负责人")


@pytest.mark.usefixtures("moving")
def test_nothing_is_made_twice_or_beside_other_cases(at: datetime) -> None:
    assert load_cases(at=at) == 0


@pytest.mark.usefixtures("moving")
def test_its_people_are_invented(at: datetime) -> None:
    for case in Case.objects.filter(applicant__kind="NATURAL").select_related("applicant"):
        number = identity.party_view(case.applicant_id, by=SYSTEM).document_number
        assert case.applicant.name.startswith("测试")
        assert number.startswith("320200")
        assert number[14:16] == "90"
        assert resident_id.parse(number, on=day_of(at)).code == number


@pytest.mark.usefixtures("moving")
def test_a_relative_on_the_staff_does_not_see_the_case_of_the_restaurant_company(at: datetime) -> None:
    examiners = [
        identity.actor_of(identity.User.objects.get(username=name), at=at) for name in ("examiner", "examiner-two")
    ]

    seen, less = (
        {case.applicant.name for case in cases.read_list(by=actor, at=at, states=tuple(cases.State), page=1)}
        for actor in examiners
    )

    assert seen - less == {"无锡测试餐饮管理有限公司"}


@pytest.mark.usefixtures("moving")
def test_every_case_carries_its_applicant_s_own_number_and_mobile() -> None:
    mobiles = []
    for case in Case.objects.select_related("applicant"):
        said, held = cases.answers(case), identity.party_view(case.applicant_id, by=SYSTEM)
        responsible = (said["legal_rep_name"], said["legal_rep_id"])
        assert (said["safety_manager"], said["safety_manager_id"]) == responsible
        assert held.kind != "NATURAL" or responsible == (held.name, held.document_number)
        mobiles.append(said["contact_mobile"])

    assert len(set(mobiles)) == len(mobiles)


@pytest.mark.usefixtures("moving")
def test_every_case_is_of_a_place_of_its_own() -> None:
    codes = [cases.answers(case)["uscc"] for case in Case.objects.all()]

    assert len(set(codes)) == len(codes)
    assert all(credit_code.parse(code).code == code for code in codes)
