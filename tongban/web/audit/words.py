"""What the verbs and kinds of the record are called. A test compares the list with what the rooms record."""

from __future__ import annotations

from tongban.cases import api as cases
from tongban.cases.window import api as window
from tongban.catalog import api as catalog
from tongban.catalog.directory import api as directory
from tongban.kernel.actors import ActorKind
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs
from tongban.privacy import api as privacy

WHO = {ActorKind.PERSON: "办事人", ActorKind.SYSTEM: "系统", ActorKind.VISITOR: "访客", ActorKind.STAFF: "工作人员"}
"""Who did something, where nobody is named."""

KINDS = {
    "case": "办件",
    "case_told": "告知利害关系人",
    "case_complaint": "意见、投诉",
    "case_list": "办件列表",
    "case_step": "办理环节",
    "text_block": "常用语",
    "handover": "交接单",
    "party": "办事人",
    "delegation": "代办委托",
    "session": "登录会话",
    "user": "账号",
    "code": "验证码",
    "post": "岗位",
    "representation": "代理关系",
    "guide": "办事指南",
    "item": "事项",
    "revision": "修订",
    "licence_type": "证照类型",
    "basic_item": "基本目录事项",
    "directory_upload": "目录文件",
    "life_event": "人生事件",
    "synonyms": "同义词",
    "calendar": "工作日历",
    "calendar_proposal": "放假安排",
    "closure": "停办公告",
    "sample": "样例数据",
    "organisations": "区划和部门",
    "entry": "留痕",
    "ledger": "留痕",
    "keys": "密钥",
    "export": "导出的清单",
    "party_search": "查找办事人",
    "data_request": "更正请求",
    "closing": "注销",
    "job": "后台任务",
    "login": "登录部门系统",
    "external": "外部账号",
    "consent": "对部门系统的同意",
    "client": "部门系统",
}
EXPORTS = {
    "clocks": "时限督办清单",
    "own-data": "办事人取出自己的信息",
    "archive": "一份档案",
    "ledger": "留痕导出",
    "entry-proof": "一条留痕的证明",
    "person-proof": "一个人全部留痕的证明",
}
"""What can be taken away, by the code in its entry."""

VERBS = {
    "case.read": "查看办件",
    "case.open_draft": "开始填写",
    "case.save_answers": "保存填写内容",
    "case.attach": "上传材料",
    "case.move_up": "调整文件次序",
    "case.detach": "移除材料",
    "case.discard": "删除草稿",
    "case.follow_guide": "换用新版办事指南",
    "case.note_checks": "逐项核对受理标准",
    "text_block.write": "写常用语",
    "text_block.put_away": "停用常用语",
    "case.note_papers": "登记窗口看过、收下的材料",
    "case.take_over_draft": "窗口接着办网上的草稿",
    "case.choose_delivery": "选择送达方式",
    "case.send_by_post": "交邮寄送达",
    "case.posted": "邮件已寄出",
    "case.post_refused": "邮寄地址没有被接受",
    "case.post_signed": "邮件已签收",
    "case.post_returned": "邮件被退回",
    "handover.hand_over": "移交窗口收的材料",
    "handover.confirm": "确认收到移交的材料",
    "case.promise": "作出书面承诺",
    "case.take_back_promise": "取消书面承诺",
    "case.reapply": "重新申请",
    "case.archive": "归档",
    "case.complain": "提出意见、投诉",
    "case.answer_complaint": "答复意见、投诉",
    "case_list.read": "查看办件列表",
    "party.read": "查看办事人信息",
    "entry.read": "查看留痕",
    "calendar.load": "载入工作日历",
    "calendar.propose": "提交放假安排",
    "calendar.approve": "批准放假安排",
    "calendar.reject": "退回放假安排",
    "calendar.withdraw": "撤回放假安排",
    "calendar.put_in_force": "放假安排生效",
    "closure.propose": "提交停办公告",
    "closure.confirm": "确认停办公告",
    "closure.withdraw": "撤销停办公告",
    "duty.recompute": "重新计算时限",
    "guide.publish": "发布办事指南",
    "identity.appoint": "任命岗位",
    "identity.add_passkey": "登记通行密钥",
    "identity.change_authenticator": "更换验证器",
    "identity.change_password": "修改密码",
    "identity.confirm_recovery": "批准找回",
    "identity.decline_recovery": "不批准找回",
    "identity.end_sessions": "让设备退出登录",
    "identity.enrol": "启用工作账号",
    "identity.give_password": "密码正确，待第二重验证",
    "identity.invite": "发出邀请码",
    "identity.let_represent": "登记法定代表人",
    "identity.prove": "核验身份",
    "identity.offer_delegation": "发出委托",
    "identity.register_delegation": "窗口登记委托",
    "identity.accept_delegation": "接受委托",
    "identity.decline_delegation": "不接受委托",
    "identity.take_back_delegation": "收回委托",
    "identity.revoke_delegation": "解除委托",
    "identity.expire_delegation": "委托到期",
    "identity.revoke": "收回岗位",
    "identity.nominate": "提出管理员任命",
    "identity.agree": "复核同意管理员任命",
    "identity.decline": "不同意管理员任命",
    "identity.take_leave": "登记休假",
    "identity.end_leave": "提前销假",
    "identity.substitute": "安排代理",
    "identity.end_substitution": "结束代理",
    "identity.declare_kin": "登记回避亲属",
    "identity.end_kin": "解除回避登记",
    "identity.enrol_staff": "登记工作人员",
    "identity.close_staff_account": "注销工作账号",
    "identity.open_account": "开立账号",
    "identity.open_recovery": "登记找回",
    "identity.register_walk_in": "窗口登记办事人",
    "identity.remove_passkey": "删除通行密钥",
    "identity.reset_password": "重设密码",
    "identity.send_code": "发送验证码",
    "identity.withdraw_consent": "撤回对部门系统的同意",
    "identity.sign_in": "登录",
    "item.load": "载入事项",
    "item.inherit": "随基本目录更新事项",
    "item.claim": "认领事项",
    "item.unclaim": "撤回认领",
    "directory.upload": "上传目录文件",
    "directory.confirm": "确认导入目录文件",
    "directory.carry_out": "导入目录文件",
    "directory.withdraw": "撤回目录文件",
    "directory.decline": "回复不涉及",
    "directory.reconsider": "撤回不涉及的回复",
    "item.suspend": "暂停办理事项",
    "item.resume": "恢复办理事项",
    "item.withdraw": "取消事项",
    "guide.recall": "撤回没有生效的办事指南",
    "revision.begin": "开始修订",
    "revision.save": "保存修订",
    "revision.ground": "写明依据和理由",
    "revision.remark": "提出意见",
    "revision.answer_remark": "答复意见",
    "revision.resolve_remark": "了结意见",
    "export.take": "带走清单",
    "party_search.read": "查找办事人",
    "data_request.read": "查看更正请求",
    "privacy.ask_correction": "请求更正信息",
    "privacy.grant": "予以更正",
    "privacy.refuse": "不予更正",
    "privacy.take_back": "撤回更正请求",
    "privacy.unmask": "查看完整号码",
    "closing.ask": "申请注销",
    "closing.take_back": "撤回注销",
    "closing.close": "注销账号",
    "identity.change_address": "修改地址",
    "identity.change_mobile": "更换手机号",
    "identity.change_email": "登记或者更换邮箱",
    "jobs.retry": "重新执行后台任务",
    "messages.choose_texts": "选择短信提醒",
    "messages.choose_ways": "选择提醒方式",
    "identity.confirm": "再次确认身份",
    "identity.correct_name": "更正姓名或名称",
    "identity.correct_number": "更正证件号码",
    "identity.end_account": "删除账号",
    "keys.rotate": "更换主密钥",
    "keys.retire": "停用旧密钥",
    "licence_type.load": "载入证照类型",
    "ledger.export": "导出留痕",
    "ledger.begin_epoch": "恢复备份后重新排序",
    "ledger.review_disclosure": "复核暂不告知",
    "synonyms.put": "保存同义词",
    "synonyms.withdraw": "停用同义词",
    "life_event.load": "载入人生事件",
    "synonyms.load": "载入同义词",
    "sample.load_orgs": "载入样例城市",
    "orgs.load_organisations": "载入区划、部门和场所",
}
VERBS |= {f"case.{verb.lower()}": cases.LABELS[verb] for verb in cases.Verb}
VERBS |= {f"revision.{verb.lower()}": catalog.REVISIONS_BY_APPROVAL.label(verb) for verb in catalog.RevisionVerb}


STATES: dict[str, dict[str, str]] = {
    "case": dict(cases.LABELS) | dict(window.POSTS.labels) | {one.value: one.label for one in cases.Channel},
    "guide": {"PUBLISHED": "已发布", "RECALLED": "已撤回"},
    "revision": dict(catalog.REVISIONS_BY_APPROVAL.labels),
    "item": {state.value: catalog.label(state) for state in catalog.ItemState},
    "basic_item": {"DECLINED": "不涉及", "UNCLAIMED": "未认领"},
    "directory_upload": dict(directory.UPLOADS.labels),
    "synonyms": {"ACTIVE": "在用", "WITHDRAWN": "停用"},
    "calendar": {"ANNOUNCED": "已公布", "ESTIMATED": "暂估"},
    "calendar_proposal": dict(orgs.PROPOSALS.labels),
    "closure": dict(orgs.CLOSURES.labels),
    "data_request": dict(privacy.REQUESTS.labels),
    "closing": dict(privacy.CLOSINGS.labels),
    "entry": {
        code.value: name for names in (ledger.DISCLOSE_NAMES, ledger.DECISION_NAMES) for code, name in names.items()
    },
}


def state_name(kind: str, state: str) -> str:
    """Return the Chinese name of a state of what a verb was done to; a state without one is shown by its code."""
    return STATES.get(kind, {}).get(state, state)


def verb_name(verb: str) -> str:
    """Return the Chinese name of a verb; a verb without one is shown by its code."""
    return VERBS.get(verb, verb)


def kind_name(kind: str) -> str:
    """Return the Chinese name of what a verb was done to."""
    return KINDS.get(kind, kind)
