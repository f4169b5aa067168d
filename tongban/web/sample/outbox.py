"""The texts and letters of the sample city, which in earnest would go to telephones, mailboxes and WeChat."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tongban.messages import api as messages
from tongban.web.request import Request


@require_GET
def outbox(request: Request) -> HttpResponse:
    """Show the latest, newest first; outside sample mode there is no such page."""
    names = {messages.Way.TEXT: _("短信"), messages.Way.EMAIL: _("邮件"), messages.Way.WECHAT: _("微信")}
    return render(request, "web/sample/outbox.html", {"texts": [(one, names[one.way]) for one in messages.outbox()]})
