"""What somebody took out, laid out for people: one page that opens anywhere and asks nobody for anything."""

from __future__ import annotations

from collections.abc import Mapping
from csv import writer
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from io import StringIO
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from tongban.identity.api import DocumentType, PartyKind, RealNameLevel
from tongban.kernel.days import SHANGHAI

LABELS = {
    "kind": "类别",
    "name": "姓名或名称",
    "document_type": "证件类型",
    "document_number": "证件号码",
    "mobile": "手机号码",
    "email": "邮箱",
    "address": "住址",
    "level": "实名程度",
    "number": "办件编号",
    "item": "事项",
    "department": "部门",
    "state": "状态",
    "opened_at": "开始填写",
    "received_at": "收件",
    "closed_at": "办结",
    "code": "告知编号",
    "told_at": "告知的时间",
    "matter": "关系到什么利益",
    "views": "陈述的意见",
    "views_at": "陈述的时间",
    "wish": "听证",
    "wish_at": "说明是否听证的时间",
    "said": "意见和投诉",
    "about": "种类",
    "form": "填写的内容",
    "added": "补充的说明",
    "words": "说的话",
    "steps": "办理过程",
    "field_name": "要更正的",
    "right": "应该是",
    "filed_at": "提出的时间",
    "answer": "答复",
    "username": "用户名",
    "display_name": "显示的名字",
    "opened_account_at": "开立账号",
    "last_login": "最近一次登录",
    "authenticator": "有验证器",
    "recovery_codes": "没有用过的恢复码（个）",
    "provider": "账号的来源",
    "device": "设备",
    "means": "登录方式",
    "from": "从",
    "until": "到",
    "seen_at": "最近使用",
    "used_at": "最近使用",
    "system": "系统",
    "ground": "依据",
    "scopes": "提供的信息",
    "acting_for": "以谁的身份",
    "principal": "委托人",
    "agent": "代办人",
    "items": "可以办的事项",
    "data": "可以看的信息",
    "offered_at": "提出的时间",
    "organisation": "企业或者单位",
    "representative": "法定代表人",
    "at": "时间",
    "what": "做了什么",
    "who": "谁",
}
"""What people read for the names of the file; what has no word here is for programmes alone."""
PLACES = {"address": "登录的地方（网络地址的前段）"}
"""The same of a device, whose address is another."""
PARTS = {
    "documents": "登记的证件",
    "account": "账号",
    "links": "关联的其他账号",
    "devices": "现在登录着的设备",
    "passkeys": "通行密钥",
    "delegations": "委托代办",
    "enterprises": "企业和法定代表人",
    "consents": "对部门系统的同意和告知",
    "logins": "登录过的部门系统",
}
"""What is kept line by line; an account's own parts are there for the person alone."""
COLUMNS = {"at": "时间", "who": "谁", "what": "做了什么", "item": "事项", "number": "办件编号"}
COLUMNS |= {"why": "为了什么", "ground": "依据", "position": "序号"}


@dataclass(frozen=True, slots=True)
class Told:
    """A line of who looked, in words: by which post or system, what was done, what for."""

    who: str
    what: str
    why: str


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
            _minute(data["taken_at"]),
            data["serial"],
        ),
        _section("登记信息", _me(data["me"])),
        *(_part(part, data[part]) for part in PARTS if part in data),
        *(_section(f"办件 {one['number'] or '草稿'} {one['item']}", _named(one)) for one in data["cases"]),
        *(_section(f"被告知的事项 {one['code']}", _named(one)) for one in data["told"]),
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


def _named(facts: dict[str, Any], words: Mapping[str, str] | None = None) -> dict[str, Any]:
    known = {**LABELS, **(words or {})}
    return {known[name]: value for name, value in facts.items() if name in known}


def _part(part: str, rows: list[dict[str, Any]]) -> SafeString:
    title, words = PARTS[part], PLACES if part == "devices" else {}
    if not rows:
        return format_html("<h2>{}</h2><p>没有。</p>", title)
    return format_html_join("", "{}", ((_section(title, _named(row, words)),) for row in rows))


def _looks(looks: list[dict[str, Any]]) -> SafeString:
    """List when, who, for what and on what ground; never a name of staff."""
    title = format_html("<h2>谁看了我的信息（{} 条）</h2>", len(looks))
    return title + format_html_join("", "<p>{} {}：{}。{}</p>", (_line(one) for one in looks))


def _line(look: dict[str, Any]) -> tuple[str, str, str, str]:
    case = f"（{look['item']} {look['number']}）" if look["number"] else ""
    ground = f"，依据{look['ground']}" if look["ground"] else ""
    why = f"{look['why']}{ground}（序号 {look['position']}）"
    return _minute(look["at"]), look["who"], f"{look['what']}{case}", why


def table(looks: list[dict[str, Any]]) -> str:
    """Return the same list for a spreadsheet: a mark tells it the characters, and no cell begins a formula."""
    out = StringIO()
    lines = writer(out)
    lines.writerow(COLUMNS.values())
    for look in looks:
        lines.writerow([_minute(look[name]) if name == "at" else harmless(str(look[name])) for name in COLUMNS])
    return f"\ufeff{out.getvalue()}"


def harmless(text: str) -> str:
    """Return a word as a spreadsheet takes it for a word, whatever it begins with."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def leaflet(data: dict[str, Any]) -> str:
    """Say what is what in the file."""
    return "\r\n".join(
        [
            f"我的信息，{_minute(data['taken_at'])} 取出，序号 {data['serial']}。",
            "",
            "index.html：全部内容，用浏览器打开就能看，不需要连网。",
            "谁看了我的信息.csv：谁看过、办过，可以用电子表格软件打开。",
            "data.json：同样的内容，给程序用。",
            f"cases 文件夹：{len(data['cases'])} 个办件里交过的材料和收到的文书。",
            *(f"没有取出：{one}" for one in data["missing"]),
            "",
            "密码、验证器的密钥和通行密钥本身不在里面：我们只保存不能还原的摘要，或者不能离开系统。",
            "法律规定暂时不能告知的内容也不在里面，可以告知时会出现在“谁看了我的信息”里。",
            "里面的证件和手机号码是完整的，请妥善保管，不要转给别人。",
            "",
        ]
    )


def _minute(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _section(title: str, facts: dict[str, Any]) -> SafeString:
    rows = format_html_join("", "<tr><th>{}</th><td>{}</td></tr>", ((name, _cell(v)) for name, v in facts.items()))
    return format_html("<h2>{}</h2><table>{}</table>", title, rows)


def _cell(value: Any) -> SafeString | str:  # noqa: ANN401 -- any JSON
    match value:
        case dict():
            words = ((LABELS.get(name, name), _cell(one)) for name, one in value.items())
            return format_html_join("", "{}：{}<br>", words)
        case list():
            return format_html_join("", "{}<br>", ((_cell(one),) for one in value))
        case bool():
            return "是" if value else "否"
        case datetime():
            return _minute(value)
        case _:
            return "" if value is None else plain(value)
