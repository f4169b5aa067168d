from __future__ import annotations

import pytest

from tests.rest.conftest import Ask, refused
from tongban.crypto import api as crypto

pytestmark = pytest.mark.usefixtures("small_city")


class TestDays:
    def test_are_listed_newest_first(self, ask: Ask) -> None:
        assert [each["date"] for each in ask.json("ledger/days")] == ["2026-11-25", "2026-11-24"]
        assert [each["date"] for each in ask.json("ledger/days", until="2026-11-24")] == ["2026-11-24"]
        assert len(ask.json("ledger/days", limit=1)) == 1

    def test_what_is_published_is_what_was_signed(self, ask: Ask) -> None:
        day = ask.json("ledger/days/2026-11-25")

        digest = crypto.hasher(crypto.suite())
        assert digest(day["statement"].encode()).hex() == day["digest"]
        assert crypto.verify(f"tongban-ledger-day/1\n{day['statement']}".encode(), day["signature"])

    def test_a_day_that_is_not_over_is_not_found(self, ask: Ask) -> None:
        assert refused(ask("ledger/days/2026-11-26"), 404).code == "day_not_closed"


class TestGrowth:
    def test_leads_from_one_day_to_the_other(self, ask: Ask) -> None:
        document = ask.json("ledger/growth", start="2026-11-24", end="2026-11-25")["document"]

        assert document["type"] == "tongban-ledger-consistency-proof"

    def test_backwards_is_refused(self, ask: Ask) -> None:
        assert "不能早于" in refused(ask("ledger/growth", start="2026-11-25", end="2026-11-24"), 422).errors["end"]

    def test_a_day_that_is_not_over_is_a_wrong_parameter(self, ask: Ask) -> None:
        assert "还没有公布" in refused(ask("ledger/growth", start="2026-11-25", end="2026-11-30"), 422).errors["end"]


def test_keys_are_those_that_signatures_are_checked_with(ask: Ask) -> None:
    assert {each["algorithm"] for each in ask.json("ledger/keys")} >= {"sm2-sm3"}
