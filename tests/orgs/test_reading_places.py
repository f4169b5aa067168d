"""What others ask this room: where, who, when open."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, datetime, time

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Case, Q, When
from pytest_django import DjangoAssertNumQueries

from tongban.kernel.codes.region import Level
from tongban.kernel.days import SHANGHAI
from tongban.orgs import api as orgs
from tongban.orgs import rules
from tongban.orgs.models import PlaceException, ServicePlace, TimetableHours, Window
from tongban.orgs.states import WindowKind

pytestmark = pytest.mark.usefixtures("loaded")


def moment(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def names(places: Iterable[ServicePlace]) -> list[str]:
    return [place.name for place in places]


def test_the_switch_offers_the_city_its_counties_and_the_development_zone_as_an_organisation() -> None:
    areas = orgs.areas()

    assert [(area.code, area.name, area.organisation) for area in areas] == [
        ("320200", "无锡市", False),
        ("320205", "锡山区", False),
        ("320211", "滨湖区", False),
        ("ZD320200JKQ", "无锡经开区", True),
    ]


def test_the_development_zone_has_its_centre_and_the_places_of_the_streets_it_runs() -> None:
    page = orgs.places("ZD320200JKQ")

    assert names(page.places) == ["无锡经济开发区政务服务中心", "华庄街道便民服务中心", "华新社区便民服务站"]


def test_the_district_around_the_development_zone_still_shows_what_stands_on_its_land() -> None:
    page = orgs.places("320211")

    assert "无锡经济开发区政务服务中心" in names(page.places)
    assert "滨湖区政务服务中心" in names(page.places)
    assert page.total == 4


def test_a_street_knows_who_runs_it() -> None:
    assert orgs.region("320211006").stewardship.department.short_name == "无锡经开区"


@pytest.mark.parametrize("code", ["320299", "3202", "JK3202", "ZD320200AMR", "无锡"])
def test_an_unknown_area_is_refused_with_the_field(code: str) -> None:
    with pytest.raises(orgs.NoSuchArea) as refused:
        orgs.places(code)

    assert refused.value.field == "region"


def test_what_does_not_exist_is_not_found() -> None:
    with pytest.raises(orgs.UnknownRegion):
        orgs.region("320299")
    with pytest.raises(orgs.UnknownDepartment):
        orgs.department("ZD320200XXX")
    with pytest.raises(orgs.UnknownPlace):
        orgs.place("ZP320299")


def test_regions_form_a_tree() -> None:
    assert [found.name for found in orgs.regions(parent="320200")] == ["锡山区", "滨湖区"]
    assert [found.name for found in orgs.regions(level=Level.TOWN)] == ["东亭街道", "华庄街道"]
    assert [found.name for found in orgs.ancestors("320205001001")] == [
        "无锡市",
        "锡山区",
        "东亭街道",
        "春风社区居委会",
    ]


def test_departments_are_those_of_exactly_one_region() -> None:
    assert [found.code for found in orgs.departments("320205")] == ["ZD320205AMR"]
    assert [found.code for found in orgs.departments("320211")] == []
    assert [found.code for found in orgs.departments("ZD320200JKQ")] == ["ZD320200JKQ"]
    assert len(orgs.departments()) == 3


def test_places_come_in_pages_highest_level_first() -> None:
    first, last = orgs.places(size=5), orgs.places(size=5, page=2)

    assert names(first.places)[:2] == ["无锡市政务服务中心", "无锡经济开发区政务服务中心"]
    assert (first.total, first.pages) == (8, 2)
    assert len({*names(first.places), *names(last.places)}) == 8


@pytest.mark.parametrize(("page", "size"), [(0, 5), (-3, 5), (1, 0), (1, 10**9)])
def test_a_page_out_of_range_is_brought_into_it(page: int, size: int) -> None:
    assert orgs.places(page=page, size=size).places


def test_places_of_one_level() -> None:
    assert names(orgs.places("320200", Level.TOWN).places) == ["东亭街道便民服务中心", "华庄街道便民服务中心"]


def test_search_finds_by_name_and_by_the_names_of_the_regions_above() -> None:
    assert names(orgs.search_places("东亭")) == ["东亭街道便民服务中心", "春风社区便民服务站"]
    assert names(orgs.search_places("锡山 春风")) == ["春风社区便民服务站"]
    assert names(orgs.search_places("经开区")) == ["无锡经济开发区政务服务中心"]


def test_a_place_with_the_word_in_its_own_name_comes_first() -> None:
    found = names(orgs.search_places("华庄"))

    assert found == ["华庄街道便民服务中心", "华新社区便民服务站"]


def test_search_keeps_to_the_area_asked_for() -> None:
    assert names(orgs.search_places("便民服务站", "ZD320200JKQ")) == ["华新社区便民服务站"]


@pytest.mark.parametrize("q", ["", "   ", "不存在的地方", "%", "' OR 1=1"])
def test_search_for_nothing_or_nonsense_finds_nothing(q: str) -> None:
    assert orgs.search_places(q) == []


def test_one_character_is_enough_to_search() -> None:
    assert names(orgs.search_places("亭")) == ["东亭街道便民服务中心"]


def test_who_knows_the_stamp_finds_the_same_and_reads_nothing_where_no_place_has_the_words(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    known = orgs.stamp()

    for words in ("东亭", "锡山 春风", "亭", ""):
        assert orgs.search_places(words, known=known) == orgs.search_places(words)
    with django_assert_num_queries(0):
        assert orgs.search_places("东亭 经开区", known=known) == orgs.search_places("身份证", known=known) == []


def by_statement(q: str, region: str | None) -> list[ServicePlace]:
    """Search as the database would, by its own comparison of texts and its own order."""
    found, named = ServicePlace.objects.all(), Q()
    for word in q.split():
        named &= Q(name__icontains=word)
        grams = sorted(rules.bigrams(word))
        found = found.filter(grams__contains=grams) if grams else found.filter(name__icontains=word)
    if region:
        where = orgs.area(region)
        inside = where.holds("region__code")
        found = found.filter(inside | Q(steward=where.code)) if where.organisation else found.filter(inside)
    return list(found.order_by(Case(When(named, then=0), default=1), "level", "code")) if q.split() else []


def test_the_search_in_memory_finds_what_the_database_would_in_the_same_order() -> None:
    ServicePlace.objects.filter(code="ZP320205001").update(name="东亭%_ßſaA街道便民服务中心")
    chosen = random.Random(20)  # noqa: S311 - no secret, and the same in every run
    names = "".join(ServicePlace.objects.values_list("name", flat=True)) + "%_ßſaAſs锡山滨湖经开区 "
    regions = (None, "320200", "320205", "320205001", "ZD320200JKQ")
    for _ in range(120):
        start = chosen.randrange(len(names) - 4)
        words = [names[start : start + chosen.randint(1, 4)], chosen.choice(names)][: chosen.randint(1, 2)]
        q, region = " ".join(words), chosen.choice(regions)

        assert orgs.search_places(q, region) == by_statement(q, region), (q, region)


def test_what_changed_is_found_changed_and_nobody_s_place_is_another_s(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    (first,) = orgs.search_places("锡山 春风")
    first.name = "别的名称"
    with django_assert_num_queries(1):
        (again,) = orgs.search_places("锡山 春风")
        assert again.pattern == first.pattern
    assert again.name == "春风社区便民服务站"

    ServicePlace.objects.filter(pk=again.pk).update(phone="0510-12345678")

    assert [one.phone for one in orgs.search_places("锡山 春风")] == ["0510-12345678"]
    with pytest.raises(orgs.NoSuchArea):
        orgs.search_places("东亭", "999999")


def test_a_place_shows_its_windows_in_order() -> None:
    place = orgs.place("ZP320205001")

    assert [(w.number, w.name) for w in place.windows.all()] == [
        (1, "全科综合窗口"),
        (2, "全科综合窗口"),
        (3, "帮办代办窗口"),
    ]


def test_a_hall_is_open_within_its_hours_on_a_working_day() -> None:
    hall = orgs.place("ZP320205")

    assert orgs.open_at(hall, moment(9, 1, 9))
    assert not orgs.open_at(hall, moment(9, 1, 12, 30))
    assert not orgs.open_at(hall, moment(10, 1, 9))
    assert orgs.open_at(hall, moment(10, 10, 9))


def test_the_day_of_a_hall_is_the_day_in_shanghai() -> None:
    hall = orgs.place("ZP320205")
    sunday_evening_in_utc = datetime.fromisoformat("2026-11-22T17:30:00+00:00")

    assert orgs.opening(hall, sunday_evening_in_utc).sentence.startswith("今天（周一）是工作日")


def test_an_announced_exception_wins_over_the_timetable() -> None:
    place = orgs.place("ZP320205")
    PlaceException.objects.create(place=place, day=date(2026, 9, 1), reason="设备检修")

    opening = orgs.opening(orgs.place("ZP320205"), moment(9, 1, 10))

    assert not opening.open_now
    assert opening.sentence == "今天（周二）因设备检修，不开放，9月2日（周三）恢复"


def test_a_page_of_places_with_their_hours_costs_a_fixed_number_of_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    calendar, closed = orgs.work_calendar(), orgs.closures()

    with django_assert_num_queries(3):
        told = [orgs.opening(p, moment(9, 1, 10), calendar=calendar, closed=closed) for p in orgs.places().places]

    assert [one.open_now for one in told] == [True] * 8


def test_the_database_refuses_a_place_with_another_name_or_level() -> None:
    place = orgs.place("ZP320205001")

    place.name = "东亭街道行政服务大厅"
    with pytest.raises(IntegrityError, match="orgs_serviceplace_name_is_fixed"), transaction.atomic():
        place.save()
    place.name, place.level = "东亭街道便民服务站", Level.VILLAGE
    with pytest.raises(IntegrityError, match="orgs_serviceplace_level_fits_region"), transaction.atomic():
        place.save()


def test_the_database_refuses_two_windows_of_one_number_and_hours_out_of_order() -> None:
    place = orgs.place("ZP320205001")

    with pytest.raises(IntegrityError, match="orgs_window_number_once"), transaction.atomic():
        Window.objects.create(place=place, number=1, kind=WindowKind.GENERAL)
    with pytest.raises(IntegrityError, match="orgs_timetablehours_hours_in_order"), transaction.atomic():
        TimetableHours.objects.create(timetable=place.timetable, weekday=5, am_opens=time(12), am_closes=time(9))
    with pytest.raises(IntegrityError, match="orgs_timetablehours_one_per_weekday"), transaction.atomic():
        TimetableHours.objects.create(timetable=place.timetable, am_opens=time(9), am_closes=time(12))


@pytest.mark.parametrize("code", ["113202000140078363", "113202000140078I63", "1132020001400783"])
def test_a_department_takes_a_credit_code_only_in_its_form(code: str) -> None:
    department = orgs.department("ZD320200AMR")
    department.credit_code = code

    if code == "113202000140078363":
        department.save()
        assert orgs.department("ZD320200AMR").credit_code == code
        return
    with pytest.raises(IntegrityError, match="orgs_department_credit_code_form"), transaction.atomic():
        department.save()


def test_half_a_period_is_refused() -> None:
    place = orgs.place("ZP320205001")

    with pytest.raises(IntegrityError, match="hours_in_order"), transaction.atomic():
        PlaceException.objects.create(place=place, day=date(2026, 9, 1), am_opens=time(9), reason="测试")
