"""How far a delegation goes, as a form asks for it: the same at home and at the counter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import QueryDict
from django.utils.translation import gettext as _

from tongban.catalog import api as catalog
from tongban.identity import api as identity
from tongban.kernel.actors import MandateData
from tongban.web.fields import Choice, Field, FieldKind

ALL, SOME = "ALL", "SOME"
LONGEST_QUERY = 60
MOST_CODES = 200
FIND = "find"
USUAL = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was filled in. ``query``: words by which items are looked for; ``names``: of the items chosen, by code."""

    which: str
    names: Mapping[str, str]
    data: list[str]
    until: str
    query: str

    @property
    def scope(self) -> identity.Scope:
        """Return what is asked for."""
        items = None if self.which == ALL else list(self.names)
        return identity.Scope(items=items, data=self.data, until=_date(self.until))


def read(posted: QueryDict, *, on: date) -> Asked:
    """Read what was filled in; items that there are not are not among those chosen."""
    return Asked(
        which=posted.get("which", SOME),
        names=catalog.names(posted.getlist("codes")[:MOST_CODES]),
        data=posted.getlist("data"),
        until=posted.get("until", (on + USUAL).isoformat()),
        query=" ".join(posted.get("q", "").split())[:LONGEST_QUERY],
    )


def fields(asked: Asked, faults: Mapping[str, str], *, last: date) -> dict[str, Field]:
    """Return the fields of the form, by name. ``last``: the last day that can be chosen."""
    every = (*_item_fields(asked, faults), _data_field(asked, faults), _until_field(asked, faults, last))
    return {field.name: field for field in every}


def _item_fields(asked: Asked, faults: Mapping[str, str]) -> tuple[Field, Field, Field]:
    found = {item.code: item.name for item in catalog.search_items(asked.query)} if asked.query else {}
    some = Choice(SOME, _("只能办下面选中的事项"), _("建议选这一项，需要办什么就委托什么。"))
    return (
        Field("which", _("可以办哪些事"), FieldKind.RADIOS, asked.which, choices=(some, Choice(ALL, _("所有事项")))),
        Field("q", _("查找事项"), value=asked.query, hint=_("例如：开饭店、社保、身份证"), required=False),
        Field(
            "codes",
            _("选中的事项"),
            FieldKind.CHECKBOXES,
            values=list(asked.names),
            choices=[Choice(code, name) for code, name in {**asked.names, **found}.items()],
            error=faults.get("codes", ""),
        ),
    )


def _data_field(asked: Asked, faults: Mapping[str, str]) -> Field:
    return Field(
        "data",
        _("可以看到您的哪些信息"),
        FieldKind.CHECKBOXES,
        values=asked.data,
        choices=data_choices(),
        hint=_("不勾选的，对方看不到，也不会自动填进申请表。"),
        error=faults.get("data", ""),
        required=False,
    )


def _until_field(asked: Asked, faults: Mapping[str, str], last: date) -> Field:
    return Field(
        "until",
        _("委托到哪一天（含当天）"),
        FieldKind.DATE,
        asked.until,
        hint=_("最晚 %(day)s。您可以随时提前解除。") % {"day": last.isoformat()},
        error=faults.get("until", ""),
        width="10",
    )


def data_choices() -> tuple[Choice, ...]:
    """Return what of their data a principal may let an agent see, each with what that means."""
    return (
        Choice(MandateData.DOCUMENT_NUMBER, _("证件号码"), _("申请表要填证件号码时，对方看得到，可以代您填写。")),
        Choice(MandateData.MOBILE, _("手机号码"), _("申请表要填联系电话时，自动填您的手机号码。")),
        Choice(MandateData.ADDRESS, _("住址"), _("申请表要填住址时，自动填您登记的住址。")),
        Choice(
            MandateData.EARLIER_CASES,
            _("委托以前的办件"),
            _("对方看得到您以前为这些事项提交的申请和结果。不勾选，只看得到委托以后的。"),
        ),
    )


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
