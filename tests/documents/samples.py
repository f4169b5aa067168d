"""One complete set of facts for each kind of document, in an invented matter."""

from __future__ import annotations

from typing import Any

RECONSIDERATION = {
    "kind": "RECONSIDERATION",
    "to": "无锡市梁溪区人民政府",
    "within": "60日",
    "article": "《中华人民共和国行政复议法》第二十条",
}
LITIGATION = {
    "kind": "LITIGATION",
    "to": "有管辖权的人民法院",
    "within": "6个月",
    "article": "《中华人民共和国行政诉讼法》第四十六条",
}
NOTICE: dict[str, Any] = {
    "issuer": {"code": "Z3202130001", "name": "无锡市梁溪区市场监督管理局", "mark": "锡梁市监"},
    "addressee": "无锡市示例小面馆",
    "you": "贵单位",
    "item": "食品经营许可（首次申请）",
    "case_number": "3202132026112300000017X",
    "sample": True,
    "articles": ["《中华人民共和国行政许可法》第三十二条第一款"],
    "contact": "无锡市梁溪区政务服务中心综合窗口，电话 12345",
}
REMEDIES = {"remedies": [RECONSIDERATION, LITIGATION]}
OWN: dict[str, dict[str, Any]] = {
    "receipt": {
        "received_on": "2026-11-23",
        "channel": "一网通办网站",
        "materials": [
            {"label": "食品经营许可申请书", "value": "电子，1份"},
            {"label": "营业执照", "value": "免交，由电子证照库核验"},
            {"label": "与食品经营相适应的主要设备设施、经营布局、操作流程等文件", "value": "电子，1份"},
        ],
        "next_step": "我单位将在5个工作日内，即2026年11月30日前告知您是否受理，或者一次性告知需要补正的全部内容。",
    },
    "correction": {
        "articles": ["《中华人民共和国行政许可法》第三十二条第一款第四项"],
        "received_on": "2026-11-23",
        "points": [
            {"name": "经营布局图", "text": "图上没有标明清洗消毒区。请标明后重新上传。"},
            {"name": "食品安全管理制度", "text": "缺少从业人员健康管理制度。请补充。"},
        ],
        "how": "请登录一网通办网站，在“我的办件”中补正，也可以到窗口办理。",
        "due_on": "2026-12-23",
    },
    "acceptance": {
        "articles": ["《中华人民共和国行政许可法》第三十二条第一款第五项"],
        "received_on": "2026-11-23",
        "accepted_on": "2026-11-24",
        "limit": "10个工作日",
        "due_on": "2026-12-08",
        "excluded": ["现场核查所需时间"],
    },
    "non_acceptance": {
        "articles": ["《中华人民共和国行政许可法》第三十二条第一款第二项"],
        "received_on": "2026-11-23",
        "reason": "申请的经营场所位于惠山区，不属于本机关管辖范围。",
        "competent": "无锡市惠山区市场监督管理局",
        **REMEDIES,
    },
    "extension": {
        "articles": ["《食品经营许可和备案管理办法》第二十一条"],
        "accepted_on": "2026-11-24",
        "reason": "现场核查发现经营场所正在改造，需要在改造完成后再次核查。",
        "approver": "本机关负责人",
        "limit": "10个工作日",
        "added": "5个工作日",
        "due_on": "2026-12-15",
        "promised": "7个工作日",
    },
    "special_procedure": {
        "articles": ["《中华人民共和国行政许可法》第四十五条"],
        "accepted_on": "2026-11-24",
        "procedure": "专家评审",
        "reason": "首次采用的加工工艺没有现行标准，需要由专家评审其安全性。",
        "began_on": "2026-11-26",
        "expected_until": "2026-12-18",
        "stopped": ["法定办结时限", "承诺办结时限"],
    },
    "new_version": {
        "articles": ["《无锡市政务服务“一网通办”工作规范》第八条"],
        "before": "第1版",
        "after": "第2版",
        "in_force_on": "2026-11-25",
        "grounds": [{"label": "对申请人有利的地方", "value": "不再要求提交经营布局图。"}],
        "reason": "新版少交一份材料，申请人已经提交的内容符合新版的要求。",
        "changes": ["不再要求材料“经营布局图”", "承诺办结时限由7个工作日改为5个工作日"],
        "clocks": ["承诺办结时限按新版从受理之日起重新计算，由2026年12月3日（周四）改到2026年12月1日（周二）为止。"],
    },
    "commitment_check": {
        "articles": ["《示例告知承诺办法》第八条"],
        "decided_on": "2026-11-30",
        "commitment": "食品安全规章制度目录清单",
        "wording": "已经建立从业人员健康管理、进货查验记录等规章制度。",
        "reason": "现场核查时没有进货查验记录，也没有从业人员健康管理制度。",
        **REMEDIES,
    },
    "termination": {
        "articles": ["参照《中华人民共和国行政许可法》第七十条第三项"],
        "received_on": "2026-11-23",
        "ground": "申请人死亡、丧失行为能力，或者依法终止",
        "reason": "申请人已于2026年11月25日办理注销登记。",
        **REMEDIES,
    },
    "grant": {
        "title": "准予行政许可决定书",
        "outcome": "准予行政许可",
        "articles": ["《中华人民共和国行政许可法》第三十八条第一款", "《食品经营许可和备案管理办法》第二十一条"],
        "accepted_on": "2026-11-24",
        "contents": [
            {"label": "经营者名称", "value": "无锡市示例小面馆"},
            {"label": "经营场所", "value": "无锡市梁溪区示例路1号"},
            {"label": "经营项目", "value": "餐饮服务（热食类食品制售）"},
            {"label": "有效期限", "value": "2026年11月30日至2031年11月29日"},
        ],
        "delivery": "我单位将自作出决定之日起10个工作日内向您颁发、送达食品经营许可证。",
        **REMEDIES,
    },
    "refusal": {
        "title": "不予行政许可决定书",
        "outcome": "不予行政许可",
        "articles": ["《中华人民共和国行政许可法》第三十八条第二款"],
        "accepted_on": "2026-11-24",
        "reason": "经现场核查，经营场所与污染源的距离不符合食品安全标准要求，且未设置独立的清洗消毒区域。",
        "delivery": "本决定最晚在2026年12月8日（周二）（含当日）送达。可以在网上签收、下载，也可以到出件窗口领取。",
        **REMEDIES,
    },
    "delivery": {
        "articles": ["《中华人民共和国行政许可法》第四十四条"],
        "delivered": [{"label": "不予行政许可决定书", "value": "锡梁市监许不准〔2026〕3号"}],
        "way": "到出件窗口领取",
        "receiver": "法定代表人：测试丙",
        "checked": "读取身份证",
        "signed": "拒绝签收",
        "witness": "测试见证人",
        "circumstances": "看过决定书后拒绝签字，决定书留在窗口桌面，由见证人在场见证。",
        "received_on": "2026-11-26",
    },
    "hearing_rights": {
        "articles": ["《中华人民共和国行政许可法》第三十六条", "《中华人民共和国行政许可法》第四十七条"],
        "interested": True,
        "matter": "排烟口离您家的窗户不到三米，可能影响您家的居住环境。",
        "views_until": "2026-12-03",
        "ask_until": "2026-12-03",
        "code": "K7MPQ2XWZ9",
    },
    "hearing_notice": {
        "articles": ["《中华人民共和国行政许可法》第四十八条"],
        "begins": "2026年12月15日（周二） 09:30",
        "until": "2026-12-15",
        "place": "梁溪区政务服务中心三楼会议室",
        "presider": "测试主持人",
        "announced": "区政府网站，2026年12月1日",
        "stopped": ["法定办结时限", "承诺办结时限"],
    },
    "hearing_postponed": {
        "articles": ["《中华人民共和国行政许可法》第四十八条"],
        "before": "2026年12月15日（周二） 09:30",
        "begins": "2026年12月28日（周一） 09:30",
        "until": "2026-12-28",
        "place": "梁溪区政务服务中心三楼会议室",
        "presider": "测试主持人",
        "reason": "主持人生病。",
        "consent": "申请人、测试邻居书面同意",
        "stopped": ["法定办结时限", "承诺办结时限"],
    },
    "hearing_minutes": {
        "articles": ["《中华人民共和国行政许可法》第四十八条"],
        "begins": "2026年12月15日（周二） 09:30",
        "place": "梁溪区政务服务中心三楼会议室",
        "presider": "测试主持人",
        "attended": "申请人、测试邻居到场，核对无误后签字。",
        "minutes": "测试邻居：排烟口太近。\n申请人：同意加装净化设备，把排烟口移到北侧。",
    },
    "deemed_renewal": {
        "articles": ["《中华人民共和国行政许可法》第五十条"],
        "received_on": "2026-10-20",
        "expires_on": "2026-11-25",
    },
}
KINDS = {
    "receipt": ("收件凭证", "收"),
    "correction": ("补正材料一次性告知书", "许补"),
    "acceptance": ("受理通知书", "许受"),
    "non_acceptance": ("不予受理决定书", "许不受"),
    "extension": ("延长办理期限通知书", "延"),
    "special_procedure": ("特别程序告知书", "特"),
    "new_version": ("适用新版办事指南告知书", "适"),
    "commitment_check": ("告知承诺核查结果告知书", "核"),
    "termination": ("终止办理告知书", "终"),
    "grant": ("准予行政许可决定书", "许准"),
    "refusal": ("不予行政许可决定书", "许不准"),
    "delivery": ("送达回证", "送"),
    "hearing_rights": ("利害关系人权利告知书", "听告"),
    "hearing_notice": ("听证通知书", "听通"),
    "hearing_postponed": ("听证改期通知书", "听改"),
    "hearing_minutes": ("听证笔录", "听录"),
    "deemed_renewal": ("视为准予延续告知书", "延准"),
}


def facts(template: str, **changes: object) -> dict[str, object]:
    return {**NOTICE, **OWN[template], **changes}
