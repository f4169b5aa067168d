"""微信开放平台, website login: qrconnect, a code, an access token with openid and unionid."""

from __future__ import annotations

from sample.outside import keys, people, scanning
from sample.outside.asked import Answer, Asked, go, told, wrong
from sample.outside.tickets import TICKETS

WHO = "微信开放平台"
APP = "wx-sample-tongban"


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
            "openid": "o" + people.opaque("wechat-open", person)[:27],
            "scope": "snsapi_login",
            "unionid": "u" + people.opaque("wechat-union", person)[:27],
        }
    )


ROUTES = {"/wechat/connect/qrconnect": connect, "/wechat/sns/oauth2/access_token": access_token}
