"""The page on which somebody confirms, on a provider's own ground, that they want to sign in: here one is chosen."""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

from sample.outside import people
from sample.outside.asked import Answer, Asked, choices, fields, page, wrong


def ask(asked: Asked, *, who: str, title: str, back: str, **kept: str) -> Answer:
    """Ask as whom to come; ``back``: where to afterwards, which has to be the portal's own ground."""
    if not of_portal(asked, back):
        return wrong("返回地址不是登记过的地址。")
    hidden = fields(back=back, **kept)
    body = f"""<p>请选择以哪一位样例人物的身份确认。真实环境里，这里是扫码、密码或者刷脸。</p>
<form method="post" action="{escape(asked.path)}">{hidden}<ul class="people">{choices(people.rows())}</ul></form>
<form method="post" action="{escape(asked.path)}">{hidden}
<p><button class="plain" name="person" value="">取消登录</button></p></form>"""
    return page(title, body, who=who)


def of_portal(asked: Asked, address: str) -> bool:
    """Tell whether an address is on the portal's own ground."""
    want, given = urlsplit(asked.portal), urlsplit(address)
    return (given.scheme, given.netloc) == (want.scheme, want.netloc)
