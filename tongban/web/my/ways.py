"""By which ways somebody is told outside the portal, as the page of messages offers them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from tongban.identity import api as identity
from tongban.messages import api as messages
from tongban.messages.api import Way, Wish


@dataclass(frozen=True, slots=True)
class Offered:
    """A way with the question it is asked by and what was chosen; ``missing``: what to do first, and where."""

    code: Way
    question: str
    wish: Wish
    missing: str = ""
    address: str = ""


def ways(party: UUID) -> list[Offered]:
    """Return the ways that there are here."""
    wishes = messages.wishes_of(party)
    return [_offered(way, wishes.of(way), reached=reached) for way, reached in identity.ways_of(party).items()]


def _offered(way: Way, wish: Wish, *, reached: bool) -> Offered:
    questions = {
        Way.TEXT: _("要发短信到登记的手机上吗？"),
        Way.EMAIL: _("要发邮件到登记的邮箱吗？"),
        Way.WECHAT: _("要发到您关联的微信上吗？"),
    }
    if reached:
        return Offered(way, questions[way], wish)
    first = {
        Way.TEXT: (_("还没有登记手机号，先登记"), "my:mobile"),
        Way.EMAIL: (_("还没有登记邮箱，先登记"), "my:email"),
        Way.WECHAT: (_("还没有关联微信，或者关联得较早，请用微信扫码关联（登录）一次"), "my:links"),
    }
    words, page = first[way]
    return Offered(way, questions[way], wish, words, reverse(page))
