"""In what a guide may count: an amount with its unit, so that a person can count again."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tongban.catalog.guide.comparing import longer
from tongban.catalog.guide.parts import Amount, Limit
from tongban.kernel.limits import Unit


def limit(amount: int, unit: Unit) -> Limit:
    return Limit(amount=amount, unit=unit, legal="law-1")


@pytest.mark.parametrize("unit", [Unit.NONE, Unit.ON_THE_SPOT])
def test_a_unit_without_an_amount_is_refused(unit: Unit) -> None:
    with pytest.raises(ValidationError, match="要写明数量和单位"):
        Amount(amount=1, unit=unit)


def test_half_a_working_day_is_read_as_people_say_it_and_is_no_longer_than_a_whole_one() -> None:
    half, whole = limit(1, Unit.HALF_WORKING_DAY), limit(1, Unit.WORKING_DAY)

    assert half.text == "0.5个工作日"
    assert (longer(half, whole), longer(whole, half)) == (False, True)
    assert longer(limit(2, Unit.HALF_WORKING_DAY), whole) is False


def test_hours_and_working_days_do_not_say_which_islonger() -> None:
    assert longer(limit(24, Unit.HOUR), limit(1, Unit.WORKING_DAY)) is None
