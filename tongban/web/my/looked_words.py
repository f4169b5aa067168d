"""What was done with somebody's data, in sentences they can read; a new verb joins by one line here."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongban.kernel.actors import ROLE_NAMES, ActorKind
from tongban.ledger import api as ledger
from tongban.privacy import api as privacy
from tongban.web import labels
from tongban.web.audit.words import VERBS


def what(look: privacy.Look) -> str:
    """Return the sentence: what was done."""
    if look.verb == "case.read":
        return _part(str(look.facts.get("part", "")))
    if look.verb == "identity.register_walk_in" and not look.facts.get("new"):
        return _("在窗口核对了您的身份")
    if look.shown:
        return _("查看了完整号码“%(number)s”") % {"number": _numbers().get(look.shown, look.shown)}
    known = _sentences().get(look.verb)
    if known:
        return known
    return _("处理了您的信息") if get_language() == "en" else VERBS.get(look.verb, _("处理了您的信息"))


def who(look: privacy.Look) -> str:
    """Return by whom: role and place of a member of staff, never a name."""
    if look.mine:
        return _("您本人")
    if look.office:
        roles = _("、").join(labels.said(ROLE_NAMES[role]) for role in look.office.roles)
        return _("%(place)s（%(roles)s）") % {"place": look.office.place or _("工作人员"), "roles": roles}
    if look.system:
        named = {"system": look.system.name, "department": look.system.department}
        return _("%(department)s的系统“%(system)s”") % named
    if look.acting:
        return _("代您办理的人“%(name)s”") % {"name": look.acting}
    return {
        ActorKind.STAFF: _("工作人员"),
        ActorKind.SYSTEM: _("系统依法自动"),
        ActorKind.PERSON: _("代您办理的人"),
        ActorKind.VISITOR: _("访客"),
    }[look.actor_kind]


def told(look: privacy.Look) -> privacy.Told:
    """Return all of it, as it is taken away."""
    return privacy.Told(who(look), what(look), purpose(look))


def purpose(look: privacy.Look) -> str:
    """Return what it was for, and the reason that was chosen, where one had to be."""
    chosen = _reasons().get(str(look.facts.get("reason", ""))) if look.shown else None
    return f"{_purposes()[look.purpose]} · {chosen}" if chosen else _purposes()[look.purpose]


def _numbers() -> dict[str, str]:
    return {"申请人证件号码": _("申请人证件号码"), "申请人手机号码": _("申请人手机号码")}


def _reasons() -> dict[str, str]:
    return {
        privacy.Reason.COMPARE: _("与原件或者其他材料核对"),
        privacy.Reason.CONTACT: _("联系当事人"),
        privacy.Reason.PAPER: _("制作文书或者证照"),
        privacy.Reason.OTHER: _("其他理由，已经写明"),
    }


def _purposes() -> dict[ledger.Purpose, str]:
    return {
        ledger.Purpose.HANDLING: _("为了办理"),
        ledger.Purpose.ENQUIRY: _("为了查询"),
        ledger.Purpose.SUPERVISION: _("为了监督"),
        ledger.Purpose.AUDIT: _("为了审计"),
        ledger.Purpose.ADMINISTRATION: _("为了管理账号和岗位"),
        ledger.Purpose.OPERATION: _("为了系统运行"),
    }


def _part(part: str) -> str:
    whole = {
        "progress": _("查询了您办件的进度，不含姓名和内容"),
        "told": _("查看了部门告知您的内容和您的意见"),
    }
    begins = {
        "materials.": _("打开了您提交的一份材料"),
        "documents.": _("打开了您办件的一份文书"),
        "complaint": _("查看了您写的意见、投诉"),
        "told.": _("打开了部门告知您的一份文书"),
    }
    found = (words for head, words in begins.items() if part.startswith(head))
    return whole.get(part) or next(found, _("查看了您的办件"))


def _sentences() -> Mapping[str, str]:
    return _looks() | _own() | _acting() | _ways_in() | _handled()


def _looks() -> dict[str, str]:
    return {
        "case_list.read": _("在办件列表里看到了您的名字"),
        "party.read": _("查看了您的登记信息，号码只显示首尾"),
        "party_search.read": _("在窗口查找到您，号码只显示首尾"),
        "privacy.unmask": _("查看了一个完整号码"),
        "data_request.read": _("查看了您的更正请求"),
        "entry.read": _("在审计中看到了与您有关的留痕"),
        "export.take": _("取出了含有您信息的清单"),
        "login.read": _("部门的系统取得了您同意提供的信息"),
    }


def _own() -> dict[str, str]:
    return {
        "case.open_draft": _("开始填写申请"),
        "case.save_answers": _("保存了填写的内容"),
        "case.attach": _("上传了材料"),
        "case.move_up": _("调整了文件的次序"),
        "case.detach": _("移除了材料"),
        "case.discard": _("删除了草稿"),
        "case.follow_guide": _("草稿换用了新版办事指南"),
        "case.promise": _("作了书面承诺"),
        "case.take_back_promise": _("取消了书面承诺"),
        "case.reapply": _("重新申请，带出了上次的内容"),
        "case.supply_deferred": _("补交了承诺后补的材料"),
        "case.report_rectification": _("报告了整改情况"),
        "case.submit": _("提交了申请"),
        "case.supplement": _("提交了补正"),
        "case.add": _("补充了说明"),
        "case.complain": _("提了意见或者投诉"),
        "case.withdraw": _("撤回了申请"),
        "case.choose_delivery": _("选择了送达方式"),
        "case.deliver": _("签收或者领取了结果"),
        "identity.sign_in": _("登录"),
        "identity.confirm": _("再次确认了身份"),
        "identity.open_account": _("开立了账号"),
        "identity.change_address": _("修改了地址"),
        "identity.change_mobile": _("更换了手机号"),
        "identity.change_email": _("登记、更换或者取消了邮箱"),
        "messages.choose_texts": _("选择了短信提醒"),
        "messages.choose_ways": _("选择了提醒的方式"),
        "privacy.ask_correction": _("请求更正信息"),
        "privacy.take_back": _("撤回了更正请求"),
        "closing.ask": _("申请注销账号"),
        "closing.take_back": _("撤回了注销"),
        "closing.close": _("注销了账号"),
    }


def _acting() -> dict[str, str]:
    return {
        "identity.let_represent": _("登记了您的法定代表人"),
        "identity.register_delegation": _("登记了您的代办委托"),
        "identity.offer_delegation": _("发出了代办委托"),
        "identity.accept_delegation": _("接受了代办委托"),
        "identity.decline_delegation": _("没有接受代办委托"),
        "identity.take_back_delegation": _("收回了代办委托"),
        "identity.revoke_delegation": _("解除了代办委托"),
        "identity.expire_delegation": _("代办委托到期"),
        "identity.declare_kin": _("登记了您是一位工作人员的近亲属，您的事项由别的工作人员办理"),
        "identity.end_kin": _("解除了您与一位工作人员的回避登记"),
    }


def _ways_in() -> dict[str, str]:
    return {
        "identity.change_password": _("修改了密码"),
        "identity.reset_password": _("重设了密码"),
        "identity.add_passkey": _("登记了通行密钥"),
        "identity.remove_passkey": _("删除了通行密钥"),
        "identity.end_sessions": _("让设备退出了登录"),
        "identity.send_code": _("发送了验证码"),
        "identity.log_in_at": _("进入了部门的系统"),
        "identity.issue_token": _("部门的系统取得了登录凭据"),
        "identity.end_login": _("结束了在部门系统的登录"),
        "identity.withdraw_consent": _("撤回了对部门系统的同意"),
        "identity.link_identity": _("关联了其他账号"),
        "identity.unlink_identity": _("解除了其他账号的关联"),
        "identity.end_account": _("删除了账号"),
    }


def _handled() -> dict[str, str]:
    return {
        "case.note_papers": _("在窗口核对了您的材料"),
        "case.take_over_draft": _("征得您同意，在窗口接着办您在网上开始的申请"),
        "case.send_by_post": _("把您的结果交给了邮政企业"),
        "case.accept": _("受理了您的申请"),
        "case.ask_correction": _("请您补正"),
        "case.deem_accepted": _("您的申请依法视为受理"),
        "case.refuse_acceptance": _("没有受理您的申请"),
        "case.examine": _("提出了审查意见"),
        "case.send_back": _("退回重新审查"),
        "case.grant": _("作出了准予的决定"),
        "case.refuse": _("作出了不予的决定"),
        "case.extend": _("延长了办理期限"),
        "case.suspend": _("进入了特别程序"),
        "case.resume": _("特别程序结束"),
        "case.adopt_version": _("改按新版办事指南办理"),
        "case.remind": _("提醒您补正"),
        "case.accept_in_full": _("补正齐全，受理了您的申请"),
        "case.prescreen_pass": _("预审通过了您的申请"),
        "case.see_originals": _("核验了您的材料原件"),
        "case.check_commitment": _("核查了您的书面承诺"),
        "case.order_rectification": _("责令限期整改"),
        "case.terminate": _("终止办理了您的申请"),
        "identity.register_walk_in": _("在窗口登记了您"),
        "identity.prove": _("核验了您的身份"),
        "identity.correct_name": _("更正了您的姓名或名称"),
        "identity.correct_number": _("更正了您的证件号码"),
        "privacy.grant": _("更正请求已经办理"),
        "privacy.refuse": _("更正请求没有更正，写明了理由"),
    }
