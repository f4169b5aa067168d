from __future__ import annotations

import pytest

from tongban.cases.wording import of_decision
from tongban.catalog.api import ItemType


def test_a_decision_on_a_licence_is_called_what_the_law_calls_it() -> None:
    granted, refused = (of_decision(kind, item_type=ItemType.LICENCE) for kind in ("grant", "refusal"))

    assert (granted.title, granted.outcome) == ("准予行政许可决定书", "准予行政许可")
    assert (refused.title, refused.outcome) == ("不予行政许可决定书", "不予行政许可")


@pytest.mark.parametrize("item_type", sorted(set(ItemType) - {ItemType.LICENCE}))
@pytest.mark.parametrize("kind", ["grant", "refusal"])
def test_nothing_else_is_called_a_licence(item_type: ItemType, kind: str) -> None:
    words = of_decision(kind, item_type=item_type)

    said = (words.title, words.outcome, words.mark, words.this, words.matter, words.holder)
    assert not any("许" in one for one in said)
    assert words.title.endswith(("决定书", "通知书"))
