"""How long a session lasts, for whoever is signed in."""

from __future__ import annotations

from django import template
from django.utils import timezone
from django.utils.translation import ngettext

from tongban.web.sessions import SessionStore

register = template.Library()


@register.simple_tag(takes_context=True)
def idle_seconds(context: template.Context) -> int:
    """Return after how many seconds without another request one is signed out."""
    session = context["request"].session
    return session.seconds_left(timezone.now()) if isinstance(session, SessionStore) else 0


@register.simple_tag(takes_context=True)
def idle_words(context: template.Context) -> str:
    """Say when one is signed out, for whoever no script will warn."""
    minutes = idle_seconds(context) // 60
    said = ngettext(
        "%(n)s 分钟没有打开别的页面会自动退出登录，请在这之前保存。",
        "%(n)s 分钟没有打开别的页面会自动退出登录，请在这之前保存。",
        minutes,
    )
    return said % {"n": minutes}
