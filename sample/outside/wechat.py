"""微信开放平台, website login: qrconnect, a code, an access token with openid and unionid; and 公众号 messages."""

from __future__ import annotations

import json
import secrets
from html import escape
from threading import Lock
from typing import Any

from sample.outside import keys, people, scanning
from sample.outside.asked import Answer, Asked, go, page, told, wrong
from sample.outside.tickets import TICKETS

WHO = "微信开放平台"
APP = "wx-sample-tongban"
TEMPLATE, MOST = "sample-case-told", 100
TITLE = "模拟的微信消息"
_lock = Lock()
_tokens: set[str] = set()
_notes: dict[str, tuple[str, str]] = {}
_quiet: set[str] = set()


def connect(asked: Asked) -> Answer:
    """GET /connect/qrconnect: show the code to scan; whoever declines is sent back without a code."""
    if asked.method == "POST":
        state, back = asked.form.get("state", ""), asked.form.get("back", "")
        if not scanning.of_portal(asked, back):
            return wrong("返回地址不是登记过的地址。")
        person = asked.form.get("person", "")
        if person not in people.everybody():
            return go(back, state=state)
        return go(back, code=TICKETS.give("wechat", person), state=state)
    said = asked.query
    if said.get("appid") != APP or said.get("response_type") != "code" or said.get("scope") != "snsapi_login":
        return wrong("appid、response_type或者scope不正确。")
    return scanning.ask(
        asked, who=WHO, title="微信扫码登录", back=said.get("redirect_uri", ""), state=said.get("state", "")
    )


def access_token(asked: Asked) -> Answer:
    """GET /sns/oauth2/access_token: errors come with 200 and an errcode, as in earnest."""
    said = asked.query
    if (said.get("appid"), said.get("secret")) != (APP, keys.secret("wechat")):
        return told({"errcode": 40125, "errmsg": "invalid appsecret"})
    held = TICKETS.take("wechat", said.get("code", "")) if said.get("grant_type") == "authorization_code" else None
    if held is None:
        return told({"errcode": 40029, "errmsg": "invalid code"})
    person = people.everybody()[held.person]
    return told(
        {
            "access_token": TICKETS.give("wechat-token", held.person),
            "expires_in": 7200,
            "refresh_token": "sample",
            "openid": openid(person),
            "scope": "snsapi_login",
            "unionid": "u" + people.opaque("wechat-union", person)[:27],
        }
    )


def openid(person: people.Person) -> str:
    """Return by what somebody is known to this application."""
    return "o" + people.opaque("wechat-open", person)[:27]


def token(asked: Asked) -> Answer:
    """GET /cgi-bin/token: a token of the application, for two hours."""
    said = asked.query
    if (said.get("appid"), said.get("secret")) != (APP, keys.secret("wechat")):
        return told({"errcode": 40013, "errmsg": "invalid appid"})
    fresh = secrets.token_hex(16)
    with _lock:
        _tokens.add(fresh)
    return told({"access_token": fresh, "expires_in": 7200})


def send(asked: Asked) -> Answer:
    """POST /cgi-bin/message/template/send: a message to somebody who follows; the same one again is taken once."""
    with _lock:
        if asked.query.get("access_token") not in _tokens:
            return told({"errcode": 40001, "errmsg": "invalid credential"})
        try:
            said = json.loads(asked.body)
            code = _taken(said)
        except (ValueError, KeyError, TypeError, AttributeError):
            code = 47003
    return told({"errcode": code, "errmsg": "ok" if not code else "refused"})


def _taken(said: dict[str, Any]) -> int:
    known = {openid(one) for one in people.everybody().values()}
    if said["touser"] not in known:
        return 40003
    if said["template_id"] != TEMPLATE:
        return 40037
    if said["touser"] in _quiet:
        return 43004
    while len(_notes) >= MOST:
        del _notes[next(iter(_notes))]
    words = " · ".join(str(one["value"]) for one in said["data"].values())
    _notes[said["client_msg_id"]] = (said["touser"], words)
    return 0


def home(asked: Asked) -> Answer:
    """Show what came to whom; stop following, or follow again."""
    who = {openid(one): one.name for one in people.everybody().values()}
    if asked.method == "POST":
        with _lock:
            if asked.form.get("person") in who:
                _quiet.symmetric_difference_update({asked.form["person"]})
        return go("/wechat/")
    with _lock:
        rows = list(_notes.values())
        quiet = set(_quiet)
    list_of = "".join(f"<li><strong>{escape(who[to])}</strong> {escape(words)}</li>" for to, words in reversed(rows))
    people_of = "".join(
        f'<li><button class="plain" name="person" value="{escape(to)}">{escape(name)}：'
        f"{'没有关注，点一下关注' if to in quiet else '已关注，点一下取消'}</button></li>"
        for to, name in who.items()
    )
    body = f"<ul>{list_of}</ul>" if list_of else "<p>还没有消息。</p>"
    return page(TITLE, f'{body}<h2>谁关注了公众号</h2><form method="post"><ul>{people_of}</ul></form>', who=TITLE)


ROUTES = {
    "/wechat/": home,
    "/wechat/connect/qrconnect": connect,
    "/wechat/sns/oauth2/access_token": access_token,
    "/wechat/cgi-bin/token": token,
    "/wechat/cgi-bin/message/template/send": send,
}
