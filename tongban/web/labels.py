"""What the house calls things, for those who read English: states, steps, papers and clocks of a case.

The words themselves come from the rooms below, in Chinese. Here they are only named, so that the catalogue has them;
a test compares this list with what the rooms can say.
"""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from tongban.cases import api as cases
from tongban.identity import api as identity
from tongban.kernel.actors import MandateKind

WORDS = (
    _("填写中"),
    _("已收件，待受理"),
    _("待补正"),
    _("已补正，待受理"),
    _("已受理，审查中"),
    _("已审查，待决定"),
    _("准予许可"),
    _("不予许可"),
    _("不予受理"),
    _("已撤回"),
    _("预审通过，待核验原件"),
    _("终止办理"),
    _("提交申请"),
    _("受理"),
    _("一次性告知补正"),
    _("提交补正材料"),
    _("补充说明"),
    _("逾期未告知，依法视为受理"),
    _("提出审查意见"),
    _("退回重新审查"),
    _("作出准予决定"),
    _("作出不予决定"),
    _("延长办理期限"),
    _("进入特别程序"),
    _("特别程序结束，恢复计时"),
    _("适用新版办事指南"),
    _("送达"),
    _("撤回申请"),
    _("提醒补正"),
    _("补正齐全，当日受理"),
    _("预审通过"),
    _("核验原件"),
    _("补交承诺后补的材料"),
    _("核查告知承诺"),
    _("已补交"),
    _("核查属实"),
    _("核查不属实"),
    _("不再需要"),
    _("上次的申请"),
    _("重新申请的办件"),
    _("网上"),
    _("窗口"),
    _("申请人"),
    _("居民身份证"),
    _("临时居民身份证"),
    _("户口簿"),
    _("出生医学证明"),
    _("普通护照"),
    _("港澳居民来往内地通行证"),
    _("台湾居民来往大陆通行证"),
    _("港澳居民居住证"),
    _("台湾居民居住证"),
    _("外国人永久居留身份证"),
    _("法定代表人"),
    _("委托代理人"),
    _("帮办代办人"),
    _("监护人"),
    _("证件号码"),
    _("手机号码"),
    _("住址"),
    _("委托以前的办件"),
    _("接受委托"),
    _("不接受"),
    _("收回"),
    _("解除"),
    _("等待对方接受"),
    _("有效"),
    _("对方没有接受"),
    _("已收回"),
    _("已解除"),
    _("已到期"),
    _("综合窗口收件"),
    _("审查"),
    _("决定"),
    _("出件"),
    _("事项管理"),
    _("监督"),
    _("数据管理"),
    _("系统管理"),
    _("安全管理"),
    _("审计管理"),
    _("姓名或名称"),
    _("其他信息"),
    _("等待核实"),
    _("已更正"),
    _("没有更正"),
    _("工作人员"),
    _("依法自动"),
    _("收件凭证"),
    _("补正材料收件凭证"),
    _("补正材料一次性告知书"),
    _("受理通知书"),
    _("不予受理决定书"),
    _("延长办理期限通知书"),
    _("送达回证"),
    _("网上签收、下载"),
    _("到出件窗口领取"),
    _("邮寄"),
    _("待寄出"),
    _("已寄出"),
    _("已签收"),
    _("退回"),
    _("特别程序告知书"),
    _("适用新版办事指南告知书"),
    _("后补材料收件凭证"),
    _("终止办理告知书"),
    _("告知承诺核查结果告知书"),
    _("准予行政许可决定书"),
    _("不予行政许可决定书"),
    _("办理结果通知书"),
    _("不予办理决定书"),
    _("受理告知期限"),
    _("补正期限"),
    _("法定办结时限"),
    _("承诺办结时限"),
    _("送达期限"),
    _("预审期限"),
    _("后补材料期限"),
    _("承诺核查期限"),
    _("时间充足"),
    _("临近到期"),
    _("今天到期"),
    _("已超期"),
    _("计时已暂停"),
    _("没有法定期限"),
    _("按期完成"),
    _("超期完成"),
    _("不再计算"),
    _("逾期，已依法产生后果"),
    _("发布"),
    _("调整"),
    _("恢复办理"),
    _("暂停办理"),
    _("取消"),
)
ACTING = {
    MandateKind.LEGAL_REPRESENTATIVE: _("法定代表人：%(name)s"),
    MandateKind.AGENT: _("代办人：%(name)s（委托代理）"),
    MandateKind.ASSISTANT: _("代办人：%(name)s（帮办代办）"),
    MandateKind.GUARDIAN: _("监护人：%(name)s"),
}
TONES = {
    cases.State.CORRECTION: "yellow",
    cases.State.PRESCREENED: "yellow",
    cases.State.TERMINATED: "red",
    cases.State.GRANTED: "green",
    cases.State.REFUSED: "red",
    cases.State.NOT_ACCEPTED: "red",
    cases.State.DRAFT: "grey",
    cases.State.WITHDRAWN: "grey",
}


def said(word: str) -> str:
    """Return a word of the rooms below in the language of the page."""
    return gettext(word) if word else ""


def acts(person: identity.ActingPerson | None) -> str:
    """Return who acts for an applicant, with the ground, in the language of the page; nothing for nobody."""
    return gettext(ACTING[person.kind]) % {"name": person.name} if person else ""


def tone(state: str) -> str:
    """Return the colour of a state's tag; the word stands in it. Blue needs no name."""
    return TONES.get(cases.State(state), "")
