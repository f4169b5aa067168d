"""The sample city in motion: who is invented, what is planned, and that it is made once, wholly and by the services."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as installed
from pytest_django import Settings

from tests.city import City
from tongban.cases import api as cases
from tongban.cases.models import Case
from tongban.cases.window import api as window
from tongban.catalog import api as catalog
from tongban.config import tasks
from tongban.config.motion import back
from tongban.config.moving import people, playing
from tongban.config.moving.deeds import DEEDS
from tongban.config.moving.handing_over import LYING
from tongban.config.moving.plan import Play, plan
from tongban.config.scenarios import filling
from tongban.identity import api as identity
from tongban.kernel.codes import credit_code, mobile, resident_id
from tongban.kernel.days import day_of
from tongban.ledger.models import Entry
from tongban.orgs import api as orgs

pytestmark = pytest.mark.django_db
EVERYBODY = range(1, 361)


class Post:
    """A postal service that is there; what it reports of these parcels is part of their stories."""

    def order(self, **_: object) -> str:
        return "SAMPLE000000"

    def cancel(self, **_: object) -> bool:
        return False

    def where(self, **_: object) -> window.Parcel:
        return window.Parcel.ON_ITS_WAY


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    return tomllib.loads((Path(installed.SAMPLE_DIR) / playing.FILE).read_text("utf-8"))


@pytest.fixture
def _post() -> Iterator[None]:
    before = window.post()
    window.use(post=Post())
    yield
    window.use(post=before)


def planned(city: City) -> list[Play]:
    return playing.missing(at=city.at)


def made(city: City, *wanted: Play) -> None:
    for one in wanted:
        playing.make(one, staff=playing.staff(city.at), calendar=orgs.work_calendar(), at=city.at)


def case_of(one: Play) -> Case:
    firm = identity.by_document(identity.DocumentType.CREDIT_CODE, people.firm(one.place).number)
    own = people.of_cast(one.who) if one.who else people.person(one.place)
    party = (one.firm and firm) or identity.by_document(identity.DocumentType.RESIDENT_ID, own.number)
    assert party
    return Case.objects.select_related("applicant").get(applicant=party, item_code=one.item)


def test_everybody_is_invented_and_nobody_is_there_twice(at: datetime) -> None:
    persons = [people.person(place) for place in (*EVERYBODY, *(people.OF_AGENTS + one for one in EVERYBODY))]
    firms = [people.firm(place) for place in EVERYBODY]
    numbers = [*(one.number for one in persons), *(one.number for one in firms)]

    assert all(one.name.startswith("测试") and one.number.startswith("320200") for one in persons)
    assert all(resident_id.parse(one.number, on=day_of(at)).code == one.number for one in persons)
    assert all(mobile.parse(one.mobile).code == one.mobile for one in persons)
    assert all(credit_code.parse(one.number).code == one.number and "测试" in one.name for one in firms)
    assert len(set(numbers)) == len(numbers)
    assert len({one.name for one in persons[: len(EVERYBODY)]}) == len(EVERYBODY)
    cast = (Path(installed.SAMPLE_DIR) / "cast.toml").read_text("utf-8")
    assert not any(one in cast for one in numbers)


def test_some_three_hundred_cases_are_planned_over_half_a_year_and_many_items(city: City) -> None:
    found = planned(city)

    assert 290 <= len(found) <= 330
    assert len({one.item for one in found}) > 40
    assert len({one.office["decider"] for one in found}) >= 6
    assert max(one.ago for one in found) > 120
    assert {one.channel for one in found} == {"COUNTER", "WEB", "AGENT"}
    assert Counter(one.firm for one in found)[True] > 80
    assert len({one.place for one in found}) == len(found)
    assert found == planned(city)


def test_whoever_works_on_them_is_in_the_cast_and_every_item_is_theirs(city: City, data: dict[str, Any]) -> None:
    staff = playing.staff(city.at)
    verbs = {step["verb"] for story in data["stories"] for step in story.get("steps", ())}

    assert verbs == DEEDS.keys()
    assert all(office[post] in staff for office in data["offices"] for post in playing.POSTS)
    assert all(len(office["items"]) > 3 for office in data["offices"])


AT_THE_END = {"hand_out", "sign_online", "send", "check_commitment", "order_rectification", "report_rectification"}
"""What is done last to a case whose result was delivered."""


def verbs_of(one: Play) -> tuple[str, ...]:
    return tuple(step["verb"] for step in one.steps)


def longest(plays: list[Play]) -> list[Play]:
    """One case of every story that is not the beginning of another, by the channel that they have least of."""
    told: dict[tuple[str, ...], Play] = {}
    for one in sorted(plays, key=lambda one: ["AGENT", "COUNTER", "WEB"].index(one.channel)):
        told.setdefault(verbs_of(one), one)
    return [
        one for key, one in told.items() if not key or not any(key == more[: len(key)] for more in told if more != key)
    ]


@pytest.mark.usefixtures("_post")
def test_every_story_can_be_told_by_the_services_at_past_moments(city: City) -> None:
    mine = longest(planned(city))

    made(city, *mine)

    assert {verb for one in mine for verb in verbs_of(one)} == DEEDS.keys()
    assert {one.channel for one in mine} == {"COUNTER", "WEB", "AGENT"}
    assert Entry.objects.filter(kind="case", at__gt=city.at).count() == 0
    for one in mine:
        case = case_of(one)
        last = one.steps[-1]["verb"] if one.steps else ""
        assert (case.state == cases.State.DRAFT) == bool(one.story.get("draft"))
        assert one.firm == (case.applicant.kind != "NATURAL")
        assert (case.agent_id is not None) >= (one.channel == "AGENT")
        assert "320200198804169015" not in str(cases.answers(case))
        assert (case.delivered_at is not None) == (last in AT_THE_END)


def test_the_cast_has_cases_to_look_at_and_none_twice(city: City) -> None:
    theirs = [one for one in planned(city) if one.who]

    made(city, *theirs, *theirs)

    assert {one.who for one in theirs} == {"citizen", "elder"}
    assert not [one for one in planned(city) if one.who]
    for one in theirs:
        user = identity.User.objects.get(username=one.who)
        mine = cases.mine(identity.actor_of(user, at=city.at))
        assert [case.item_code for case in mine].count(one.item) == 1


def test_only_papers_of_the_last_days_still_wait_at_the_window(city: City) -> None:
    """The rest was handed over by a list on the next working day, and the department confirmed it."""
    came_in = [
        one for one in planned(city) if one.channel == "COUNTER" and one.place % 2 and not one.story.get("draft")
    ]
    latest, old = came_in[:4], [one for one in came_in if one.ago > LYING][-6:]

    made(city, *latest, *old)

    rows = {row.case.pk: row for row in window.PaperFile.objects.select_related("case", "handover")}
    first = back(day_of(city.at), LYING, orgs.work_calendar())
    assert all((row.handover is None) == (day_of(row.received_at) >= first) for row in rows.values())
    handed = [row for row in rows.values() if row.handover]
    assert len(handed) >= len(old)
    for row in handed:
        assert row.stage == window.PaperStage.TAKEN
        assert row.handover is not None
        assert day_of(row.handover.handed_at) == orgs.work_calendar().after(day_of(row.received_at), 1)
        assert row.handover.confirmed_at is not None
    assert [one for one in rows.values() if one.handover is None]


def test_a_case_is_made_once_and_wholly_or_not_at_all(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = planned(city)[:2]
    monkeypatch.setattr(playing, "missing", lambda **_: [first, second])
    monkeypatch.setattr(playing, "hand_in", lambda *_: 1 / 0)
    settled: set[int] = set()

    left = playing.make_some(at=city.at, seconds=60, settled=settled, rest=lambda _: None)

    assert (left, settled, Case.objects.count()) == (0, {first.place, second.place}, 0)
    monkeypatch.undo()
    made(city, first, first)
    assert Case.objects.count() == 1
    again = planned(city)
    assert first not in again
    assert second in again
    assert not [one for one in playing.missing(at=city.at, settled={second.place}) if one.place == second.place]


def test_a_city_that_began_later_has_no_case_of_before(city: City) -> None:
    one = planned(city)[-1]

    playing.make(one, staff=playing.staff(city.at), calendar=orgs.work_calendar(), at=city.at - timedelta(days=200))

    assert Case.objects.count() == 0


def test_a_slice_of_time_is_kept_to_and_half_of_it_is_rest(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(100))
    rests: list[float] = []
    monkeypatch.setattr(playing, "missing", lambda **_: [SimpleNamespace(place=place) for place in range(9)])
    monkeypatch.setattr(playing, "make", lambda *_, **__: None)
    monkeypatch.setattr(playing, "monotonic", lambda: float(next(clock)))

    left = playing.make_some(at=city.at, seconds=9, settled=set(), rest=rests.append)

    assert (left, rests) == (6, [1.0, 1.0, 1.0])


@pytest.mark.parametrize(("sample", "motion"), [(False, True), (True, False)])
def test_nothing_moves_outside_the_sample_city_or_where_it_is_to_stand_still(
    city: City, settings: Settings, monkeypatch: pytest.MonkeyPatch, *, sample: bool, motion: bool
) -> None:
    settings.SAMPLE_MODE, settings.SAMPLE_MOTION = sample, motion
    monkeypatch.setattr(playing, "make_some", lambda **_: pytest.fail("made all the same"))

    assert (tasks.keep_moving(timestamp=0), Case.objects.count()) == (0, 0)
    assert city


def test_an_item_without_a_guide_and_a_story_that_fits_none_are_left_out(data: dict[str, Any]) -> None:
    assert plan(data, {}) == []


def test_every_form_of_the_sample_is_filled_in_with_answers_that_contradict_nothing(city: City) -> None:
    on = day_of(city.at)
    guides = [one.guide for one in catalog.on_offer(at=city.at)]
    wrong = {
        guide.basics.item: faults
        for guide in guides
        if (faults := catalog.check_answers(guide, filling.answered(guide.form, {}, {}, on=on), on=on))
    }

    assert len(guides) > 150
    assert wrong == {}


@pytest.mark.usefixtures("_post")
def test_a_case_is_made_of_every_item_whose_form_holds_answers_against_each_other(city: City) -> None:
    by_item = {one.item: one for one in planned(city)}
    mine = [one for item, one in by_item.items() if _compares(item, city)]

    made(city, *mine)

    assert {one.item for one in mine} >= {"ZISGXK", "ZIGSSL", "ZIJHDJ320213", "ZIGSRD"}
    assert all(case_of(one) for one in mine)


def _compares(item: str, city: City) -> bool:
    version = catalog.published(item, at=city.at)
    return version is not None and any(one.compare for one in version.guide.form.properties.values())
