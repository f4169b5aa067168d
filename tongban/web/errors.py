"""Pages for what could not be done. Each says what happened, that nothing was lost, and what to do."""

from __future__ import annotations

import logging
import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _

from tongban.cases import api as cases
from tongban.catalog import api as catalog
from tongban.identity import api as identity
from tongban.kernel.errors import Refused
from tongban.web.refusals import told

logger = logging.getLogger("tongban.web")
GONE = (OperationalError, InterfaceError)
"""What Django raises when the database cannot be reached or gives up."""
WAIT_SECONDS = 60


def refused_page(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Show the sentence of a refusal and the verbs that are still open."""
    status = refusal.status
    facts = {
        "title": title_of(status),
        "sentence": told(refusal),
        "code": refusal.code,
        "open_verbs": [_name(verb) for verb in getattr(refusal, "open_verbs", ())],
        "unsaved": _sent(request),
    }
    return render(request, "web/refused.html", facts, status=status)


def title_of(status: int) -> str:
    """Return the heading of an error page."""
    titles = {
        400: _("提交没有成功"),
        413: _("提交的内容太大"),
        403: _("您现在不能办理这项操作"),
        404: _("没有找到这个页面"),
        409: _("情况已经有变化"),
        410: _("内容已经撤回"),
        422: _("提交的内容需要修改"),
        429: _("请稍后再试"),
        503: _("暂时无法使用"),
    }
    return titles[status]


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what cannot be read as a request (400), or is more than is taken at once (413)."""
    if isinstance(exception, RequestDataTooBig):
        return _page(request, 413, _("这次提交的内容太大了，没有收下。请分几次上传，单个文件不超过 20 MB。"))
    return _page(request, 400, _("这次提交的内容没有读懂，没有生效。请返回上一页，刷新后重新提交。"))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    del exception
    return _page(request, 403, _("您没有查看这个页面的权限。如果您刚刚换了账号，请重新登录。"))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404."""
    del exception
    return _page(request, 404, _("网址可能输入有误，或者页面已经调整。您可以搜索要办的事，或者回到首页。"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose safety token is missing or old: the page was open too long, or the browser lost its cookies.

    What was saved before is there; what was typed on that page went with this request, and may be gone.
    """
    del reason
    sentence = _("页面停留太久，或者浏览器清除了登录信息（Cookie），为了保护您的信息，这次提交没有生效。")
    return _page(request, 403, sentence, again=True)


def unavailable(error: BaseException) -> HttpResponse:
    """Answer 503 when the database does not answer, without asking it for anything."""
    logger.error("the database does not answer", exc_info=error)
    page = bare_page(503, _("系统暂时不能查询和办理，刚才这一步没有生效，已经提交成功的内容不会丢失。请过几分钟再试。"))
    page.headers["Retry-After"] = str(WAIT_SECONDS)
    return page


def bare_page(status: int, sentence: str) -> HttpResponse:
    """Answer with a page that needs neither database nor session."""
    facts = {"title": title_of(status), "sentence": sentence}
    return HttpResponse(loader.render_to_string("web/alone.html", facts), status=status)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer 500 with a page that needs nothing: no database, no session, no translation. 503 without a database."""
    del request
    error = sys.exc_info()[1]
    if isinstance(error, GONE):
        return unavailable(error)
    return HttpResponse(loader.render_to_string("web/500.html"), status=500)


def _name(verb: str) -> str:
    """Return what people call a verb of a case, a delegation or a revision: others have none that is offered."""
    if verb in cases.Verb.__members__:
        return cases.LABELS[cases.Verb(verb)]
    known = identity.DELEGATIONS.labels
    return known[verb] if verb in known else catalog.REVISIONS_BY_APPROVAL.label(verb)


def _page(request: HttpRequest, status: int, sentence: str, *, again: bool = False) -> HttpResponse:
    """Show a sentence; ``again``: with where what was saved goes on, because one may have to sign in for it."""
    facts = {"title": title_of(status), "sentence": sentence, "again": again, "unsaved": _sent(request)}
    return render(request, "web/refused.html", facts, status=status)


def _sent(request: HttpRequest) -> bool:
    """Tell whether something was sent, so that what was typed on the page before may be lost with it."""
    return request.method not in {"GET", "HEAD"}
