"""What somebody took out, laid out for people: one page that opens anywhere and asks nobody for anything."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from tongban.kernel.days import SHANGHAI

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
        _section("登记信息", data["me"]),
        *(_section(f"办件 {one['number'] or '草稿'} {one['item']}", one) for one in data["cases"]),
        *(_section(one["title"], {"时间": one["at"], "内容": one["body"]}) for one in data["messages"]),
        *(_section("更正请求", one) for one in data["requests"]),
        format_html("<p>谁看了我的信息：{} 条，见 data.json 的 looks。</p>", len(data["looks"])),
        format_html_join("", "<p>没有取出：{}</p>", ((one,) for one in data["missing"])),
        mark_safe("</body></html>"),
    ]
    return "".join(parts)


def _section(title: str, facts: dict[str, Any]) -> SafeString:
    rows = format_html_join("", "<tr><th>{}</th><td>{}</td></tr>", ((name, _cell(v)) for name, v in facts.items()))
    return format_html("<h2>{}</h2><table>{}</table>", title, rows)


def _cell(value: Any) -> SafeString | str:  # noqa: ANN401 -- any JSON
    if isinstance(value, dict):
        return format_html_join("", "{}：{}<br>", ((name, _cell(one)) for name, one in value.items()))
    if isinstance(value, list):
        return format_html_join("", "{}<br>", ((_cell(one),) for one in value))
    return "" if value is None else plain(value)
