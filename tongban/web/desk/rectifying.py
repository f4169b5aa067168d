"""The form of 责令限期整改: what is to be done about each promise found unmet, within how many days, and why."""

from __future__ import annotations

from datetime import datetime

from django.http import QueryDict

from tongban.cases import api as cases
from tongban.cases.api import Verb
from tongban.cases.promises import api as promising
from tongban.kernel.actors import Actor
from tongban.kernel.errors import Broken
from tongban.kernel.wording import day_text
from tongban.web.desk.asking import Ask
from tongban.web.desk.timing import Faults, Page
from tongban.web.fields import Field, FieldKind

TEXT = "text."
LONGEST = 3


def order(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    """Order what something is written about; the others are left as they are."""
    points = [
        promising.ToRectify(name.removeprefix(TEXT), text)
        for name, text in post.items()
        if name.startswith(TEXT) and isinstance(text, str) and text.strip()
    ]
    if not points:
        raise Broken(promising.NothingNamed().message, field=next((one for one in post if one.startswith(TEXT)), ""))
    return cases.order_rectification(
        number=number, points=points, days=_days(post), reason=post.get("reason", ""), by=by, at=at
    )


def _days(post: QueryDict) -> int:
    written = post.get("days", "").strip()
    if not (written.isascii() and written.isdigit() and len(written) <= LONGEST):
        raise Broken("请用数字填写整改期限是几个工作日。", field="days")
    return int(written)


def order_fields(page: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask of every promise that can be ordered what has to be done, and within how many working days."""
    case = page["case"]
    names, rows = promising.names_promised(case), promising.orderable(case, at=page["at"])
    usual, longest, last = promising.rectifying_time(at=page["at"])
    points = [
        Field(
            f"{TEXT}{row.material}",
            f"{names.get(row.material, '')}：要做到什么",
            FieldKind.TEXTAREA,
            post.get(f"{TEXT}{row.material}", ""),
            hint=f"{cases.promised_words(row)}{'' if len(rows) == 1 else ' 这一项不用整改的，不写。'}",
            error=faults.get(f"{TEXT}{row.material}", ""),
            required=len(rows) == 1,
        )
        for row in rows
    ]
    days = Field(
        "days",
        "整改期限（工作日）",
        FieldKind.NUMBER,
        post.get("days", str(usual)),
        hint=f"从明天起算，最多 {longest} 个工作日；填 {usual}，到{day_text(last)}（含当日）。",
        error=faults.get("days", ""),
        width="3",
    )
    return [*points, days]


ASKS = (
    Ask(
        Verb.ORDER_RECTIFICATION,
        order,
        key="3",
        label="核查发现的问题",
        hint="核查发现承诺的条件没有达到、能够整改的，责令限期整改，同一项承诺只能责令一次。系统生成责令限期整改通知书。"
        "期限届满以前，申请人没有报告整改情况的，不能认定不属实。从一开始就是虚假承诺的，不用责令整改，直接办理“核查告知承诺”。",
        submit="发出责令限期整改通知书",
        danger=True,
        fields=order_fields,
    ),
)
