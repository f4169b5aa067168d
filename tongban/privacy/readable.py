"""What somebody took out, laid out for people: one page that opens anywhere and asks nobody for anything."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from tongban.identity.api import DocumentType, PartyKind, RealNameLevel
from tongban.kernel.days import SHANGHAI
from tongban.ledger.api import PURPOSE_NAMES

LABELS = {
    "kind": "类别",
    "name": "姓名或名称",
    "document_type": "证件类型",
    "document_number": "证件号码",
    "mobile": "手机号码",
    "address": "住址",
    "level": "实名程度",
    "number": "办件编号",
    "item": "事项",
    "department": "办理部门",
    "state": "状态",
    "opened_at": "开始填写",
    "received_at": "收件",
    "closed_at": "办结",
    "answers": "填写的内容",
    "added": "补充的说明",
    "words": "说的话",
    "steps": "办理过程",
    "field": "要更正的",
    "right": "应该是",
    "filed_at": "提出的时间",
    "answer": "答复",
}
"""What people read for the names of the file; what has no word here is for programmes alone."""
HEAD = mark_safe(
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>我的信息</title><style>'
    "body{font:16px/1.7 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}table{border-collapse:collapse}"
    "td,th{border:1px solid #ccc;padding:.3em .6em;text-align:start;vertical-align:top}</style></head><body>"
)


def plain(value: object) -> str:
    """Return a moment, a day or a code as text."""
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value.value if isinstance(value, Enum) else value)


def page(data: dict[str, Any]) -> str:
    """Lay the same out for people; every word of it is escaped."""
    parts = [
        HEAD,
        format_html(
            "<h1>我的信息</h1><p>{} 取出，序号 {}。请妥善保管，不要转给别人。</p>",
            plain(data["taken_at"]),
            data["serial"],
        ),
        _section("登记信息", _me(data["me"])),
        *(_section(f"办件 {one['number'] or '草稿'} {one['item']}", _named(one)) for one in data["cases"]),
        *(_section(one["title"], {"时间": one["at"], "内容": one["body"]}) for one in data["messages"]),
        *(_section("更正请求", _named(one)) for one in data["requests"]),
        _looks(data["looks"]),
        format_html_join("", "<p>没有取出：{}</p>", ((one,) for one in data["missing"])),
        mark_safe("</body></html>"),
    ]
    return "".join(parts)


def _me(party: dict[str, Any]) -> dict[str, Any]:
    """Return the registration with words for its codes."""
    kinds = dict(PartyKind.choices())
    words = {
        "kind": kinds[party["kind"]],
        "document_type": DocumentType(party["document_type"]).label,
        "level": RealNameLevel(party["level"]).label,
    }
    return _named({name: value for name, value in (party | words).items() if name in LABELS})


def _named(facts: dict[str, Any]) -> dict[str, Any]:
    return {LABELS.get(name, name): value for name, value in facts.items()}


def _looks(looks: list[dict[str, Any]]) -> SafeString:
    """List when, who, for what and on what ground; never a name of staff."""
    title = format_html("<h2>谁看了我的信息（{} 条）</h2>", len(looks))
    lines = ((f"{one['at'].astimezone(SHANGHAI):%Y-%m-%d %H:%M}", _who(one), _why(one)) for one in looks)
    return title + format_html_join("", "<p>{} {}，{}</p>", lines)


def _who(look: dict[str, Any]) -> str:
    if look["mine"]:
        return "本人"
    office = look["office"]
    return (office["place"] or "工作人员") if office else "系统或者代办的人"


def _why(look: dict[str, Any]) -> str:
    ground = f"，依据{look['ground']}" if look["ground"] else ""
    return f"为了{PURPOSE_NAMES[look['purpose']]}{ground}（序号 {look['position']}）"


def _section(title: str, facts: dict[str, Any]) -> SafeString:
    rows = format_html_join("", "<tr><th>{}</th><td>{}</td></tr>", ((name, _cell(v)) for name, v in facts.items()))
    return format_html("<h2>{}</h2><table>{}</table>", title, rows)


def _cell(value: Any) -> SafeString | str:  # noqa: ANN401 -- any JSON
    if isinstance(value, dict):
        return format_html_join("", "{}：{}<br>", ((name, _cell(one)) for name, one in value.items()))
    if isinstance(value, list):
        return format_html_join("", "{}<br>", ((_cell(one),) for one in value))
    return "" if value is None else plain(value)
