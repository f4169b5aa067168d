"""Who may open a page at all. What they may do there is asked of the domain."""

from __future__ import annotations

from contextlib import nullcontext
from functools import wraps
from typing import Any, cast
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from tongban.cases.archive import api as archive
from tongban.cases.complaints import api as complaints
from tongban.cases.desk import api as desk
from tongban.catalog import api as catalog
from tongban.catalog.directory import api as directory
from tongban.duties import api as duties
from tongban.kernel.actors import Actor, ActorKind, Role
from tongban.kernel.errors import NotAllowed
from tongban.orgs import api as orgs
from tongban.web.request import Request

HANDING_OVER = (Role.RECEIVER, Role.ACCEPTOR)
READING = frozenset({"GET", "HEAD"})
UNSAVED = "unsaved"
ADMINISTERING = (Role.SECURITY, Role.OPERATOR)
FOR_STAFF = "这里是工作人员办理业务的页面。您的办件请到“我的”里查看。"
FOR_CITIZENS = "这里是办事人自己的页面。工作人员请在工作台查看办件。"
FOR_RECEIVERS = "只有综合窗口的收件人员可以在这里收件。"
FOR_WATCHERS = "您的岗位没有督办时限的范围。需要时请联系本部门管理员。"
FOR_SECURITY = "接入系统由安全管理员登记和管理。"
FOR_MANAGERS = "搜索用词由事项管理岗位维护。需要时请联系本部门管理员。"
FOR_ADMINISTRATORS = "人员和岗位由系统管理员、安全管理员管理。您自己的岗位请到“我的岗位”查看。"
FOR_KEEPERS = "事项和办事指南由事项管理人员和监督人员查看。需要时请联系本部门管理员。"
FOR_CLAIMERS = "认领事项、导入清单由各部门的事项管理岗位办理。需要时请联系本部门管理员。"
FOR_REVISERS = "办事指南的修订由事项管理、审核、合法性审核和审定人员办理。需要时请联系本部门管理员。"
FOR_HANDERS_OUT = "只有出件窗口的人员可以在这里交付结果。"
FOR_HANDERS_OVER = "交接单由综合窗口的收件人员和部门的受理人员查看。"
FOR_WRITERS = "常用语由部门的审查、决定岗位维护。需要时请联系本部门管理员。"
FOR_ANSWERERS = "意见和投诉由部门的决定岗位和监督人员答复。"
FOR_ARCHIVISTS = "档案由部门的受理、审查、决定岗位和监督人员查看。需要时请联系本部门管理员。"
FOR_OPERATORS = "工作日历、停办公告和后台任务由系统运行人员办理。"


def signed_in(view: Any) -> Any:  # noqa: ANN401 - a view of any signature
    """Ask a visitor to sign in and bring them back."""
    return _guard(view, lambda _: "")


def citizens_only(view: Any) -> Any:  # noqa: ANN401 - a view of any signature
    """Let applicants in: what they wrote stands there in full. Staff read a case at the desk, where it is masked."""
    return _guard(view, lambda actor: "" if actor.kind == ActorKind.PERSON else FOR_CITIZENS)


def staff_only(view: Any) -> Any:  # noqa: ANN401 - a view of any signature
    """Let staff in; ask a visitor to sign in; refuse a citizen."""
    return _guard(view, lambda actor: "" if actor.kind == ActorKind.STAFF else FOR_STAFF)


def receivers_only(view: Any) -> Any:  # noqa: ANN401 - a view of any signature
    """Let the clerks of the general counter in (article 20)."""
    return _guard(view, lambda actor: "" if actor.holds(Role.RECEIVER) else FOR_RECEIVERS)


def handing_out_only(view: Any) -> Any:  # noqa: ANN401 - a view of any signature
    """Let the clerks in who hand results out (article 20)."""
    return _guard(view, lambda actor: "" if actor.holds(Role.HANDOUT) else FOR_HANDERS_OUT)


def handers_over_only(view: Any) -> Any:  # noqa: ANN401 - a view of any signature
    """Let both sides of a handing over in: who takes in for departments, and who accepts there."""
    return _guard(view, lambda actor: "" if any(map(actor.holds, HANDING_OVER)) else FOR_HANDERS_OVER)


def writers_only(view: Any) -> Any:  # noqa: ANN401 - a view of any signature
    """Let those in who examine or decide: the texts of their department are theirs to keep."""
    return _guard(view, lambda actor: "" if desk.departments_of(actor) else FOR_WRITERS)


def answerers_only(view: Any) -> Any:  # noqa: ANN401 - a view of any signature
    """Let those in who answer what applicants say of how their matters are handled."""
    return _guard(view, lambda actor: "" if complaints.may_answer(actor) else FOR_ANSWERERS)


def archivists_only(view: Any) -> Any:  # noqa: ANN401 - a view of any signature
    """Let those in who handle cases of a department or supervise: what is over there is filed by them."""
    return _guard(view, lambda actor: "" if archive.may_read(actor) else FOR_ARCHIVISTS)


def operators_only(view: Any) -> Any:  # noqa: ANN401 - a view of any signature
    """Let those in who run the system: calendars and closures are theirs."""
    return _guard(view, lambda actor: "" if actor.holds(Role.OPERATOR) else FOR_OPERATORS)


def security_only(view: Any) -> Any:  # noqa: ANN401 - a view of any signature
    """Let the security administrator in: who may be told of people is theirs to register."""
    return _guard(view, lambda actor: "" if actor.holds(Role.SECURITY) else FOR_SECURITY)


def managers_only(view: Any) -> Any:  # noqa: ANN401 - a view of any signature
    """Let those in who manage items: they know what items are called."""
    return _guard(view, lambda actor: "" if actor.holds(Role.ITEM_MANAGER) else FOR_MANAGERS)


def administrators_only(view: Any) -> Any:  # noqa: ANN401 - a view of any signature
    """Let those in who open accounts or give posts; for whom, the domain says."""
    return _guard(view, lambda actor: "" if any(map(actor.holds, ADMINISTERING)) else FOR_ADMINISTRATORS)


def watchers_only(view: Any) -> Any:  # noqa: ANN401 - a view of any signature
    """Let those in who watch limits: supervisors, and those who handle for a department."""
    return _guard(view, lambda actor: "" if duties.watching(actor) else FOR_WATCHERS)


def keepers_only(view: Any) -> Any:  # noqa: ANN401 - a view of any signature
    """Let those in who keep the list of items, and those who watch over it."""
    return _guard(view, lambda actor: "" if catalog.may_keep(actor) else FOR_KEEPERS)


def claimers_only(view: Any) -> Any:  # noqa: ANN401 - a view of any signature
    """Let those in who answer for a department to the basic directory."""
    return _guard(view, lambda actor: "" if directory.may_claim(actor) else FOR_CLAIMERS)


def directory_readers_only(view: Any) -> Any:  # noqa: ANN401 - a view of any signature
    """Let those in who answer to the basic directory, and those who keep it or the list of items, to look."""
    reads = (directory.may_claim, directory.may_bring, catalog.may_keep)
    return _guard(view, lambda actor: "" if any(may(actor) for may in reads) else FOR_CLAIMERS)


def bringers_only(view: Any) -> Any:  # noqa: ANN401 - a view of any signature
    """Let those in who bring files to the list: who keep the directory, and who answer for a department."""
    return _guard(view, lambda actor: "" if directory.may_bring(actor) else FOR_CLAIMERS)


def revisers_only(view: Any) -> Any:  # noqa: ANN401 - a view of any signature
    """Let those in who write, judge or watch over what is published of items."""
    return _guard(view, lambda actor: "" if catalog.may_revise(actor) else FOR_REVISERS)


def _guard(view: Any, why_not: Any) -> Any:  # noqa: ANN401 - a view of any signature
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        actor: Actor = cast("Request", request).actor
        if actor.kind == ActorKind.VISITOR:
            return _to_sign_in(request)
        if refusal := why_not(actor):
            raise NotAllowed(refusal)
        with orgs.one_stamp() if request.method in READING else nullcontext():
            return cast("HttpResponse", view(request, *args, **kwargs))

    return guarded


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in page and back; who sent a form without a session is told that it was not saved."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    return redirect_to_login(page_of_form(request), login_url=f"{resolve_url('signin')}?{UNSAVED}=1")


def page_of_form(request: HttpRequest) -> str:
    """Return the page of ours that holds the form: not every address that takes a form can also be opened."""
    came = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came, allowed_hosts={request.get_host()}):
        return request.get_full_path()
    parts = urlsplit(came)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
