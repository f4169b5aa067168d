"""What a paper takes from guides and regimes, without the remarks that are for staff only (待核定)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tongban.kernel.wording import without_remarks

WRITTEN = frozenset({"addressee", "reason", "departing", "circumstances", "wording"})


def for_people(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of a paper without such remarks; what somebody wrote in their own words stays as it is."""
    return {key: value if key in WRITTEN else _plain(value) for key, value in facts.items()}


def _plain(value: Any) -> Any:  # noqa: ANN401 - facts are whatever a paper says
    if isinstance(value, str):
        return without_remarks(value)
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
