"""What the windows ask of the world outside: the readers of identity cards, and the post."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from sample.outside import post as simulator
from tongban.cases.window import api as window
from tongban.connectors import api as connectors
from tongban.identity import api as identity

AT = datetime(2026, 9, 1, 2, tzinfo=UTC)
TO = window.Address("测试甲", "19900000001", "样例路 1 号 2 幢")


def windows(outside: tuple[str, Path], address: str = "") -> tuple[identity.CardReader, window.Post]:
    at, keys = outside
    reader, post = connectors.at_windows(connectors.sample_settings(address or at, keys), folder=keys)
    assert reader is not None
    assert post is not None
    return reader, post


def test_the_cards_of_the_sample_city_are_read(outside: tuple[str, Path]) -> None:
    reader, _ = windows(outside)

    words = {one.key: one.words for one in reader.lying(device="ZP320213", at=AT)}
    read = reader.read(device="ZP320213", card="old", at=AT)

    assert words["old"] == "测试戊"
    assert (read.name, read.number, read.born_on) == ("测试戊", "320200194411069015", date(1944, 11, 6))
    assert reader.read(device="ZP320213", card="expired", at=AT).expires_on == date(2020, 1, 1)


@pytest.mark.parametrize("card", ["worn", "", "nobody"])
def test_a_card_that_is_not_there_or_worn_cannot_be_read(outside: tuple[str, Path], card: str) -> None:
    reader, _ = windows(outside)

    with pytest.raises(identity.CardUnreadable):
        reader.read(device="ZP320213", card=card, at=AT)


def test_a_parcel_is_ordered_once_and_followed(outside: tuple[str, Path]) -> None:
    _, post = windows(outside)
    key = uuid4()

    number = post.order(key=key, to=TO, content="结果", at=AT)

    assert post.order(key=key, to=TO, content="结果", at=AT) == number
    assert post.where(tracking=number, at=AT) is window.Parcel.ON_ITS_WAY
    simulator._parcels[number] = "SIGNED"
    assert post.where(tracking=number, at=AT) is window.Parcel.SIGNED


def test_an_order_is_given_up_until_the_parcel_was_signed_for(outside: tuple[str, Path]) -> None:
    _, post = windows(outside)
    key = uuid4()
    assert post.cancel(key=key, at=AT)

    number = post.order(key=key, to=TO, content="结果", at=AT)
    assert post.cancel(key=key, at=AT)
    post.order(key=key, to=TO, content="结果", at=AT)
    simulator._parcels[number] = "SIGNED"

    assert not post.cancel(key=key, at=AT)


def test_an_address_that_the_post_does_not_know_is_refused(outside: tuple[str, Path]) -> None:
    _, post = windows(outside)

    with pytest.raises(window.PostRefused):
        post.order(key=uuid4(), to=window.Address("测试甲", "19900000001", "无此地址"), content="结果", at=AT)


def test_who_is_away_is_a_sentence_and_nothing_else(outside: tuple[str, Path]) -> None:
    reader, post = windows(outside, "http://127.0.0.1:9")

    assert reader.lying(device="", at=AT) == ()
    with pytest.raises(identity.CardReaderAway):
        reader.read(device="", card="old", at=AT)
    with pytest.raises(window.PostAway):
        post.order(key=uuid4(), to=TO, content="结果", at=AT)
    with pytest.raises(window.PostAway):
        post.where(tracking="YZ00000000001", at=AT)


def test_an_installation_without_either_has_neither() -> None:
    assert connectors.at_windows({}, folder=Path()) == (None, None)
