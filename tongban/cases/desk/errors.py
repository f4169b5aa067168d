"""Refusals of the desk."""

from __future__ import annotations

from tongban.kernel.errors import Broken, NotFound


class NotACriterion(Broken):
    """核对的项目不在办事指南的受理标准里，请刷新页面后重新核对。"""

    code = "not_a_criterion"


class PromisedInstead(Broken):
    """申请人已经书面承诺符合这个条件，作出决定以前不核对，也不要求证明。请在作出决定以后核查承诺。"""

    code = "promised_instead"


class NothingChecked(Broken):
    """还没有核对任何一条标准。请至少选择一条的核对结果。"""

    code = "nothing_checked"


class BlockNotFound(NotFound):
    """没有找到这条常用语，可能已经停用。请返回列表查看。"""

    code = "text_block_not_found"


class BlockIncomplete(Broken):
    """请填写常用语的名称和内容。"""

    code = "text_block_incomplete"


class BlockTwice(Broken):
    """本部门这项操作已经有同名的常用语，请换一个名称。"""

    code = "text_block_twice"


class UnknownPlaceholder(Broken):
    """内容里有不能替换的占位符。请只使用页面上列出的几个，或者去掉花括号。"""

    code = "unknown_placeholder"


class NotInOneGo(Broken):
    """批量办理只能受理、提出符合条件的审查意见或者准予，一次最多五十件。其他操作请逐件办理。"""

    code = "not_in_one_go"


class NothingChosen(Broken):
    """请先在列表里勾选要办理的办件。"""

    code = "nothing_chosen"


class NoPaper(Broken):
    """这项操作不产生文书，没有可以预览的内容。"""

    code = "no_paper"
