"""Every form in force can be filled in: what it asks can be drawn, and what it offers is taken."""

from __future__ import annotations

import re

import pytest

from tests.city import City
from tests.web_cases.conftest import As
from tongban.catalog import api as catalog
from tongban.catalog.models import GuideVersion
from tongban.kernel.codes.region import Level, RegionCode
from tongban.web import answers

GROUPED = re.compile(r'<optgroup label="([^"]+)">\s*<option value="(\d+)"')


@pytest.mark.usefixtures("city")
@pytest.mark.django_db
def test_whoever_is_asked_where_is_offered_regions_of_the_level_that_is_asked_for_and_each_is_taken() -> None:
    asked = 0
    for version in GuideVersion.objects.filter(effective_to=None).select_related("item"):
        form = version.guide.form
        for name, question in form.properties.items():
            field = answers.drawn(name, question, needed=True, given={}, faults={})
            if question.kind == catalog.Kind.REGION:
                codes = [choice.value for choice in field.choices]
                levels = {RegionCode(code).level for code in codes}
                wanted = {question.down_to or Level.TOWN}
                asked += 1
                assert codes, (version.item.code, name)
                assert levels == wanted or len(codes) == 1, (version.item.code, name, levels)
                assert all(code.startswith(question.within or "") for code in codes)
            elif question.options:
                assert field.choices, (version.item.code, name)
    assert asked > 9


@pytest.mark.parametrize(("item", "group", "heading", "first"), [("ZIZDBZ", "applicant", "梁溪区 ", 12)])
def test_communities_of_the_whole_city_stand_under_their_streets(
    as_: As, item: str, group: str, heading: str, first: int
) -> None:
    browser = as_("citizen")
    started = browser.post(f"/apply/{item}/", follow=True)
    draft = str(started.redirect_chain[0][0]).split("/")[3]

    page = browser.get(f"/apply/draft/{draft}/form/{group}/")

    found = dict(GROUPED.findall(page.content.decode()))
    assert page.status_code == 200
    assert any(label.startswith(heading) and len(code) == first for label, code in found.items())


def test_every_page_of_an_application_for_marriage_opens_and_a_district_is_chosen(as_: As, city: City) -> None:
    browser = as_("citizen")
    started = browser.post("/apply/ZIJHDJ/", follow=True)
    draft = str(started.redirect_chain[0][0]).split("/")[3]
    found = catalog.published("ZIJHDJ", at=city.at)
    assert found is not None

    pages = {one.id: browser.get(f"/apply/draft/{draft}/form/{one.id}/") for one in found.guide.form.groups}

    assert {page.status_code for page in pages.values()} == {200}
    assert '<option value="320213">梁溪区</option>' in pages["appointment"].content.decode()
