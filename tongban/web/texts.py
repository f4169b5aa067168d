"""Pages that only say something: about, privacy, accessibility, and the design of the house."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.request import Request


@require_safe
def about(request: Request) -> HttpResponse:
    """Say what this is, on which rules it works and whom to ask."""
    return render(request, "web/about.html", {"version": settings.VERSION})


@require_safe
def privacy(request: Request) -> HttpResponse:
    """Say what is kept of a person, what for, and their rights."""
    return render(request, "web/privacy.html")


@require_safe
def accessibility(request: Request) -> HttpResponse:
    """Say what helps are offered, what is known not to work, and whom to tell."""
    return render(request, "web/accessibility.html")


@require_safe
def design(request: Request) -> HttpResponse:
    """Show every token and every part in every state."""
    context = {
        "colours": COLOURS,
        "spaces": (1, 2, 3, 4, 5, 6, 8, 10, 12, 16),
        "fields": FIELDS,
        "wrong_fields": WRONG_FIELDS,
        "faults": {field.name: field.error for field in WRONG_FIELDS},
        "a_day": date(2026, 11, 23),
        "limits": ((3, date(2026, 11, 26)), (0, date(2026, 11, 23)), (-2, date(2026, 11, 19))),
    }
    return render(request, "web/design.html", context)


COLOURS = (
    ("ground", "底色"),
    ("surface", "卡片"),
    ("surface-sunk", "次级面"),
    ("hairline", "细线"),
    ("input-border", "输入框边"),
    ("ink", "正文"),
    ("ink-soft", "次要文字"),
    ("blue", "主色：链接、主按钮、焦点"),
    ("blue-deep", "主色按下"),
    ("blue-wash", "主色浅底"),
    ("red", "错误、逾期"),
    ("red-wash", "错误浅底"),
    ("green", "已办成"),
    ("green-wash", "办成浅底"),
    ("amber", "快到期"),
    ("amber-wash", "快到期浅底"),
)
_WAYS = (Choice("POST", "邮寄给我"), Choice("WINDOW", "到窗口领取", hint="请带身份证件"))
FIELDS = (
    Field("d-name", "姓名", hint="与身份证件上的一致", autocomplete="off"),
    Field("d-scope", "经营面积", FieldKind.NUMBER, hint="单位：平方米", width="5", autocomplete="off"),
    Field("d-address", "经营场所", value="样例路 1 号", source="营业执照", autocomplete="off"),
    Field("d-date", "开始日期", FieldKind.DATE, width="10"),
    Field("d-note", "补充说明", FieldKind.TEXTAREA, required=False),
    Field(
        "d-kind", "主体业态", FieldKind.SELECT, choices=(Choice("A", "餐饮服务经营者"), Choice("B", "食品销售经营者"))
    ),
    Field("d-way", "结果怎么领", FieldKind.RADIOS, value="WINDOW", choices=_WAYS),
    Field(
        "d-items",
        "经营项目",
        FieldKind.CHECKBOXES,
        values=("HOT",),
        choices=(Choice("HOT", "热食类"), Choice("COLD", "冷食类")),
    ),
    Field("d-file", "营业执照照片", FieldKind.FILE, hint="JPG、PNG 或 PDF，不超过 10 MB"),
)
WRONG_FIELDS = (
    Field(
        "w-number", "身份证号码", value="320200199001019999", error="身份证号码最后一位不对，请核对", autocomplete="off"
    ),
    Field("w-kind", "主体业态", FieldKind.SELECT, error="请选择主体业态", choices=(Choice("A", "餐饮服务经营者"),)),
    Field("w-way", "结果怎么领", FieldKind.RADIOS, error="请选择领取方式", choices=_WAYS),
    Field("w-note", "情况说明", FieldKind.TEXTAREA, error="请写明具体情况"),
)
