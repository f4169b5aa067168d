from __future__ import annotations

import pytest

from tests.city import City
from tongban.identity import api as identity
from tongban.identity.services import finding
from tongban.kernel.errors import Broken, Faulty, NotAllowed
from tongban.ledger.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)


def find(city: City, who: str = "receiver", **sought: str) -> list[identity.PartyView]:
    return identity.find(sought=identity.Sought(**sought), by=city.actor(who), at=city.at)


@pytest.mark.parametrize(
    "sought",
    [
        {"number": "320200198804169015"},
        {"number": " 320200 19880416 9015 "},
        {"name": "测试甲", "tail": "9015"},
        {"name": "测试甲", "mobile_tail": "0001"},
    ],
)
def test_one_person_is_found_in_each_way_and_shown_masked(city: City, sought: dict[str, str]) -> None:
    (found,) = find(city, **sought)

    assert found.name == "测试甲"
    assert "19880416" not in found.document_number
    assert found.mobile != "19900000001"


@pytest.mark.parametrize(
    "sought",
    [
        {"number": "320200198804169023"},
        {"name": "测试乙", "tail": "9015"},
        {"name": "测试甲", "mobile_tail": "9999"},
        {"number": "9015"},
    ],
)
def test_who_does_not_fit_wholly_is_not_found(city: City, sought: dict[str, str]) -> None:
    assert find(city, **sought) == []


@pytest.mark.parametrize(
    ("sought", "field"),
    [
        ({}, "number"),
        ({"name": "测试甲"}, "number"),
        ({"tail": "9015"}, "name"),
        ({"name": "测", "tail": "9015"}, "name"),
        ({"name": "测试甲", "tail": "015"}, "tail"),
        ({"name": "测试甲", "mobile_tail": "1"}, "mobile_tail"),
    ],
)
def test_what_would_list_people_at_large_is_refused(city: City, sought: dict[str, str], field: str) -> None:
    with pytest.raises(Faulty) as refusal:
        find(city, **sought)

    assert field in refusal.value.faults
    assert not Entry.objects.filter(verb="party_search.read").exists()


@pytest.mark.parametrize("who", ["acceptor", "examiner", "supervisor", "auditor", "operator", "citizen"])
def test_is_for_who_receives_alone(city: City, who: str) -> None:
    with pytest.raises(NotAllowed):
        find(city, who, number="320200198804169015")


def test_each_search_is_an_entry_about_those_who_were_shown(city: City) -> None:
    (found,) = find(city, name="测试甲", tail="9015")
    find(city, number="320200198804169023")

    entries = Entry.objects.filter(verb="party_search.read")

    # Both are of one moment, so their order says nothing.
    shown = {entry.facts["way"]: entry.about for entry in entries}
    assert (len(entries), shown) == (2, {"document_tail": [found.id], "number": []})
    assert "9015" not in str(list(entries.values()))


def test_more_than_can_be_looked_through_are_not_shown(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST", 0)

    with pytest.raises(Broken, match="太多"):
        find(city, name="测试甲", tail="9015")

    assert Entry.objects.get(verb="party_search.read").about == []


def test_who_searches_without_end_is_stopped(city: City) -> None:
    for _ in range(identity.policy().throttles[identity.Throttled.SEARCH].most):
        find(city, number="320200198804169023")

    with pytest.raises(identity.TooManyAttempts):
        find(city, number="320200198804169023")
