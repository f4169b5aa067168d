"""The Chinese name of every word in ``terms``; the words are never renamed, the names may be."""

from __future__ import annotations

from enum import StrEnum

from tongban.catalog.guide.terms import (
    Approver,
    Audience,
    Body,
    Channel,
    CountedFrom,
    DeliveryWay,
    FeeKind,
    ItemState,
    ItemType,
    Level,
    MaterialForm,
    MaterialKind,
    MaterialSource,
    Nature,
    Need,
    OnlineDepth,
    Origin,
    PageSize,
    PaperKind,
    PowerSource,
    ProjectType,
    RemedyKind,
    ResultKind,
    Scope,
    ServiceObject,
    SpecialKind,
    StepKind,
)

_LABELS: dict[type[StrEnum], tuple[str, ...]] = {
    ItemType: ("行政许可", "行政给付", "行政确认", "行政奖励", "行政裁决", "其他行政权力", "公共服务"),
    Level: ("国家级", "省级", "市级", "县（区）级", "镇（街道）级", "村（社区）级", "分级管理"),
    Nature: ("法定机关", "授权组织", "受委托组织", "其他"),
    PowerSource: ("法定本级行使", "上级下放", "上级授权", "同级授权", "上级委托", "同级委托"),
    ServiceObject: ("自然人", "企业法人", "事业法人", "社会组织法人", "非法人企业", "行政机关", "其他组织"),
    Audience: ("个人", "企业和其他组织"),
    ProjectType: ("即办件", "承诺件", "其他"),
    Channel: ("窗口办理", "网上办理", "手机办理", "自助终端办理", "邮寄办理", "其他"),
    Scope: ("全国通办", "跨省通办", "跨市通办", "跨县（区）通办", "全镇（街道）通办", "全村（社区）通办", "属地办理"),
    OnlineDepth: ("网上咨询", "网上收件", "网上预审", "网上受理", "网上办理", "结果反馈", "电子证照反馈", "其他"),
    MaterialKind: ("证件证书证明", "申请表格文书", "其他"),
    MaterialForm: ("原件", "复印件", "电子文件"),
    MaterialSource: ("申请人自备", "政府部门核发", "中介机构出具", "系统生成", "现场采集", "其他"),
    PageSize: ("A4", "A3"),
    PaperKind: ("上传的文件", "系统生成"),
    Need: ("必要", "符合情形时必要", "非必要"),
    StepKind: ("收件", "受理", "审查", "决定", "制证", "送达"),
    Approver: ("本机关负责人", "本级人民政府负责人"),
    CountedFrom: ("自受理之日起", "自收到申请之日起"),
    SpecialKind: (
        "现场核查",
        "听证",
        "招标",
        "拍卖",
        "检验",
        "检测",
        "检疫",
        "鉴定",
        "专家评审",
        "公示",
        "其他",
    ),
    FeeKind: ("分段费率累加", "分段固定费率", "分段固定单价", "浮动费率", "浮动单价", "固定单价"),
    ResultKind: ("出证办结", "出文办结", "批复办结", "其他", "无审批结果"),
    DeliveryWay: ("直接送达", "窗口领取", "邮寄", "公告", "电子送达"),
    RemedyKind: ("行政复议", "行政诉讼"),
    ItemState: ("在用", "暂停", "取消", "草稿"),
    Body: ("本级人民政府", "镇人民政府（街道办事处）", "医院、银行等经办机构", "军事机关"),
    Origin: (
        "法律依据与公开的法律法规文本核对过",
        "办理要求参考了外地公开的同名办事指南，本地可能不同",
        "部分内容来自网上的公开资料",
        "部分内容按通行做法整理，尚待部门核实",
    ),
}
_BY_CLASS = {kind: dict(zip(kind, names, strict=True)) for kind, names in _LABELS.items()}


def label(word: StrEnum) -> str:
    """Return the Chinese name of a word of the guide."""
    return _BY_CLASS[type(word)][word]


def labelled() -> tuple[type[StrEnum], ...]:
    """Return every enumeration that has names; a test compares it with ``terms``."""
    return tuple(_LABELS)
