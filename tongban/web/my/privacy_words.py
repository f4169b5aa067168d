"""What is kept about somebody, category by category: where from, what for, on what law, how long, who sees it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tongban.kernel import law
from tongban.privacy import api as privacy


@dataclass(frozen=True, slots=True)
class Category:
    """One line of the overview."""

    name: str
    kept: str
    source: str
    why: str
    ground: str
    until: str
    seen_by: str


def categories(stored: privacy.Stored) -> list[Category]:
    """Return everything that is kept, in words."""
    return [_registration(), _contact(), _cases(stored), _messages(stored), _record(stored), _account()]


def _registration() -> Category:
    return Category(
        name=_("姓名或名称、证件号码"),
        kept=_("见“我的资料”"),
        source=_("您登记时填写，或者窗口核对证件后登记"),
        why=_("知道是谁在办事"),
        ground=law.cite("GBF.13.1.3,GZGF.21.2"),
        until=_("有办件的，随办件档案保存；没有办件的，注销账号时删除"),
        seen_by=_("您本人；办理您事项的工作人员，号码只显示首尾"),
    )


def _contact() -> Category:
    return Category(
        name=_("手机号码、地址"),
        kept=_("见“我的资料”"),
        source=_("您自己填写"),
        why=_("通知进度、送达结果"),
        ground=law.cite("GBF.13.1.3,GZGF.22.3"),
        until=_("您修改或者注销账号为止"),
        seen_by=_("您本人；办理您事项的工作人员，号码只显示首尾"),
    )


def _cases(stored: privacy.Stored) -> Category:
    numbers = {
        "cases": stored.cases.cases,
        "drafts": stored.cases.drafts,
        "files": stored.cases.files,
        "papers": stored.cases.papers,
    }
    return Category(
        name=_("办件：申请表、材料、文书"),
        kept=_("办件 %(cases)s 个，草稿 %(drafts)s 份，材料 %(files)s 份，文书 %(papers)s 份") % numbers,
        source=_("您提交的，以及部门作出的"),
        why=_("办理您申请的事项"),
        ground=law.cite("GBF.13.1.3,DAF.13"),
        until=_("草稿随时可以删除，很久没有改动的，提醒以后删除；已提交的按档案规定保存，年限待核定"),
        seen_by=_("您本人和您授权的人；办理这件事的部门"),
    )


def _messages(stored: privacy.Stored) -> Category:
    return Category(
        name=_("消息"),
        kept=_("%(n)s 条") % {"n": stored.messages},
        source=_("办件有进展时系统发出"),
        why=_("告诉您进展"),
        ground=law.cite("GZGF.22.3"),
        until=_("注销账号为止"),
        seen_by=_("您本人"),
    )


def _record(stored: privacy.Stored) -> Category:
    return Category(
        name=_("留痕：谁做了什么"),
        kept=_("%(n)s 条，里面没有姓名和号码") % {"n": stored.entries},
        source=_("每一次办理和查看自动记下"),
        why=_("防止滥用，可以查证"),
        ground=law.cite("GBF.51.1.4,GZGF.34"),
        until=_("长期保存，不能修改，也不能删除"),
        seen_by=_("您本人（“谁看了我的信息”）；审计管理员"),
    )


def _account() -> Category:
    return Category(
        name=_("账号和登录"),
        kept=_("用户名、登录方式、登录的设备"),
        source=_("您登录时产生"),
        why=_("保护您的账号"),
        ground=law.cite("GBF.51,WAF.21"),
        until=_("注销账号为止；登录记录到期自动删除"),
        seen_by=_("您本人"),
    )
