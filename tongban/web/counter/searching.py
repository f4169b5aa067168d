"""The form by which a clerk looks for who stands at the counter."""

from __future__ import annotations

from collections.abc import Mapping

from tongban.web.fields import Field

NAMES = ("number", "name", "tail", "mobile_tail")


def search_fields(posted: Mapping[str, str], faults: Mapping[str, str]) -> list[Field]:
    """Return the form as it was filled in; its names differ from those of the registration on the same page."""
    labels = {
        "number": ("完整的证件号码", "20"),
        "name": ("或者：姓名或单位名称的开头", "20"),
        "tail": ("证件号码后四位", "4"),
        "mobile_tail": ("或者手机号码后四位", "4"),
    }
    return [
        Field(
            f"find_{name}",
            label,
            value=posted.get(name, ""),
            error=faults.get(name, ""),
            width=width,
            required=name == "number",
            autocomplete="off",
        )
        for name, (label, width) in labels.items()
    ]
