"""The three that prove a name and a number: 国家政务服务平台, 江苏政务服务网, 灵锡. Signed with HMAC-SM3 both ways.

What exactly the real ones send is in documents that are not public: the shape here is from memory.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

from sample.outside import keys, people, scanning
from sample.outside.asked import Answer, Asked, go, told, wrong
from sample.outside.people import Person
from sample.outside.tickets import TICKETS

APPS = {"national": "tongban-national", "jiangsu": "tongban-jiangsu", "lingxi": "tongban-lingxi"}


def signed(name: str, data: Mapping[str, Any]) -> Answer:
    """Answer with a signature over the very bytes of the body."""
    answer = told(data)
    answer.headers.append(("X-Sign", keys.mac(name, answer.body)))
    return answer


def fits(name: str, said: Mapping[str, str]) -> bool:
    """Tell whether a request is signed over its sorted parameters."""
    content = "&".join(f"{key}={said[key]}" for key in sorted(said) if key != "sign")
    return said.get("sign") == keys.mac(name, content.encode())


def _came(asked: Asked, kind: str, ticket: str, **more: str) -> Answer:
    """Send whoever was chosen back with a ticket; who cancelled, without one."""
    back, person = asked.form.get("back", ""), asked.form.get("person", "")
    if not scanning.of_portal(asked, back):
        return wrong("返回地址不是登记过的地址。")
    kept = {name: asked.form[name] for name in ("state",) if name in asked.form}
    if person not in people.everybody():
        return go(back, error="access_denied", **kept)
    return go(back, **{ticket: TICKETS.give(kind, person, back=back, **more)}, **kept)


def national_authorize(asked: Asked) -> Answer:
    """Ask who comes: OAuth 2 with a code and a state."""
    if asked.method == "POST":
        return _came(asked, "national", "code")
    said = asked.query
    if said.get("client_id") != APPS["national"] or said.get("response_type") != "code":
        return wrong("client_id或者response_type不正确。")
    back, state = said.get("redirect_uri", ""), said.get("state", "")
    return scanning.ask(asked, who="国家政务服务平台", title="国家政务服务平台统一身份认证", back=back, state=state)


def national_token(asked: Asked) -> Answer:
    """Exchange the code, bound to the address it was sent to."""
    if not fits("national", asked.form) or asked.form.get("client_id") != APPS["national"]:
        return signed("national", {"errcode": 1001, "errmsg": "签名不正确"})
    held = TICKETS.take("national", asked.form.get("code", ""))
    if held is None or held.said["back"] != asked.form.get("redirect_uri"):
        return signed("national", {"errcode": 1002, "errmsg": "授权码无效"})
    return signed("national", {"errcode": 0, "access_token": TICKETS.give("national-token", held.person)})


def national_user(asked: Asked) -> Answer:
    """Tell who came: name, number, telephone and level."""
    held = TICKETS.take("national-token", asked.form.get("access_token", "")) if fits("national", asked.form) else None
    if held is None:
        return signed("national", {"errcode": 1003, "errmsg": "令牌无效"})
    one = people.everybody()[held.person]
    data = {"uniqueid": people.opaque("national", one), "name": one.name, "cidtype": "111", "cid": one.number}
    return signed("national", {"errcode": 0, "data": {**data, "mobile": one.mobile, "level": "L3"}})


def jiangsu_login(asked: Asked) -> Answer:
    """Ask who comes: a ticket is added to the address to go to. The protocol has no state of its own."""
    if asked.method == "POST":
        return _came(asked, "jiangsu", "ticket")
    if asked.query.get("appmark") != APPS["jiangsu"]:
        return wrong("appmark不正确。")
    return scanning.ask(
        asked, who="江苏政务服务网", title="江苏政务服务网统一身份认证", back=asked.query.get("gotoUrl", "")
    )


def jiangsu_interface(asked: Asked) -> Answer:
    """Serve both calls by their ``service``: a ticket for a token, a token for the person."""
    said = asked.form
    if not fits("jiangsu", said) or said.get("appmark") != APPS["jiangsu"]:
        return signed("jiangsu", {"retcode": "100001", "msg": "签名不正确"})
    if said.get("service") == "ticketValidation":
        held = TICKETS.take("jiangsu", said.get("ticket", ""))
        data = {"token": TICKETS.give("jiangsu-token", held.person)} if held else None
    else:
        held = TICKETS.take("jiangsu-token", said.get("token", ""))
        data = _jiangsu_user(people.everybody()[held.person]) if held else None
    if data is None:
        return signed("jiangsu", {"retcode": "100002", "msg": "票据无效"})
    return signed("jiangsu", {"retcode": "000000", "msg": "成功", "data": data})


def _jiangsu_user(one: Person) -> dict[str, str]:
    number = people.opaque("jiangsu", one)
    return {
        "uuid": number,
        "name": one.name,
        "papersType": "1",
        "papersNumber": one.number,
        "mobile": one.mobile,
        "authLevel": "3",
    }


def lingxi_authorize(asked: Asked) -> Answer:
    """Ask who comes: OAuth 2 with proof of possession."""
    if asked.method == "POST":
        return _came(asked, "lingxi", "code", challenge=asked.form.get("challenge", ""))
    said = asked.query
    if said.get("client_id") != APPS["lingxi"] or said.get("code_challenge_method") != "S256":
        return wrong("client_id或者code_challenge_method不正确。")
    kept = {"state": said.get("state", ""), "challenge": said.get("code_challenge", "")}
    return scanning.ask(asked, who="灵锡", title="灵锡扫码登录", back=said.get("redirect_uri", ""), **kept)


def lingxi_token(asked: Asked) -> Answer:
    """Exchange the code with its proof for the person at once."""
    said = asked.form
    held = TICKETS.take("lingxi", said.get("code", "")) if fits("lingxi", said) else None
    digest = hashlib.sha256(said.get("code_verifier", "").encode()).digest()
    proof = urlsafe_b64encode(digest).rstrip(b"=").decode()
    if held is None or held.said["challenge"] != proof or held.said["back"] != said.get("redirect_uri"):
        return signed("lingxi", {"code": 401, "message": "授权码无效"})
    one = people.everybody()[held.person]
    user = {"openId": people.opaque("lingxi", one), "realName": True, "userName": one.name}
    return signed("lingxi", {"code": 200, "data": {**user, "idType": "111", "idCard": one.number, "phone": one.mobile}})


def realname(asked: Asked) -> Answer:
    """三要素: tell whether name, number and telephone belong together: so it is with everybody here, known or not."""
    if not fits("realname", asked.form):
        return signed("realname", {"code": "401", "match": False})
    name, number, mobile = (asked.form.get(key, "") for key in ("name", "number", "mobile"))
    known = {one.number: one for one in people.everybody().values()}.get(number)
    if known:
        return signed("realname", {"code": "0", "match": (known.name, known.mobile) == (name, mobile)})
    made_up = name.startswith("测试") and number.startswith("320200") and mobile.startswith("199")
    return signed("realname", {"code": "0", "match": made_up})


ROUTES = {
    "/national/authorize": national_authorize,
    "/national/token": national_token,
    "/national/userinfo": national_user,
    "/jiangsu/login": jiangsu_login,
    "/jiangsu/interface": jiangsu_interface,
    "/lingxi/authorize": lingxi_authorize,
    "/lingxi/token": lingxi_token,
    "/realname/check": realname,
}
