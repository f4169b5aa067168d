"""Refusals that only this room gives."""

from __future__ import annotations

from typing import Any

from tongban.kernel.errors import Broken, Faulty, NotAllowed, NotFound, WrongState


class CaseNotFound(NotFound):
    """没有找到这个办件。请核对编号；如果是别人的办件，您无权查看。"""

    code = "case_not_found"


class FollowingOver(NotFound):
    """查询的时间已经过了，请重新输入办件编号，再获取一次验证码。"""

    code = "following_over"


class NotOnOffer(NotFound):
    """这个事项现在还不能在线申请：办事指南尚未发布或已停用。请到办事窗口咨询。"""

    code = "not_on_offer"


class ItemSuspended(WrongState):
    """这个事项暂停办理，现在不收新的申请，已经受理的照常办。什么时候恢复、到哪里办，请看办事指南。"""

    code = "item_suspended"


class Incomplete(Broken):
    """有内容还没有填写完整或需要改正，请按提示逐项修改。"""

    code = "incomplete"

    def __init__(self, faults: dict[str, str]) -> None:
        """Carry every fault at once: field or material id → what to do."""
        super().__init__()
        self.faults = faults


class ChangedMeanwhile(Broken):
    """这一页刚才在别的窗口或者设备上改过。您填的还在，请对照以后再保存。"""

    code = "changed_meanwhile"

    def __init__(self, typed: dict[str, Any], saved: dict[str, Any]) -> None:
        """Carry the answers as they were typed here, and as they were saved elsewhere."""
        super().__init__()
        self.typed, self.saved = typed, saved


class NotInMandate(NotAllowed):
    """这个事项不在委托的范围内，您不能代为申请。请让委托人重新委托，或者由委托人自己申请。"""

    code = "not_in_mandate"


class DraftOfApplicant(WrongState):
    """申请人自己已经开始填写这个事项，还没有提交。请由申请人接着填写，或者请申请人删除草稿后再代为申请。"""

    code = "draft_of_applicant"


class DraftOfOtherAgent(WrongState):
    """另一位代办人已经替申请人开始填写这个事项，还没有提交。请由那位代办人或者申请人接着填写，或者请申请人删除草稿后您再代为申请。"""

    code = "draft_of_other_agent"


class NotForYou(Broken):
    """这个事项不面向您现在的办事身份，请换一个身份再申请。"""

    code = "not_for_you"


class NotInGuide(Broken):
    """补正要求只能对应办事指南中公布的内容，不能提出指南以外的要求。"""

    code = "not_in_guide"


class CorrectionRuns(WrongState):
    """补正的期限还没有过，不能以没有补正为由不予受理。可以先提醒申请人。"""

    code = "correction_runs"


class NotToCorrect(Broken):
    """告知书没有要求补正这一项，请只提交告知书列出的内容。"""

    code = "not_to_correct"


class CorrectedAlready(WrongState):
    """告知书要求的这些内容已经补正过了，不用重复提交。请返回办件查看；还有没交的，只交没交的。"""

    code = "corrected_already"


class NeedsReason(Broken):
    """请写明具体的理由或意见，申请人有权知道。"""

    code = "needs_reason"


class NothingAdded(Broken):
    """请写几句话，或者选择要补充的文件。"""

    code = "nothing_added"


class AddedTooOften(Broken):
    """这个办件补充的次数已经很多，请把要说的一次写清楚，或者拨打办事指南上的咨询电话。"""

    code = "added_too_often"


class Unwritten(Faulty, NeedsReason):
    """请写明每一项具体缺什么、怎么补。"""

    code = "unwritten"


class NoSuchMaterial(Broken):
    """办事指南没有要求这份材料，不需要提交。"""

    code = "no_such_material"


class TooManyFiles(Broken):
    """这份材料的文件数量已达上限，请先删除不需要的文件。"""

    code = "too_many_files"


class GuideChanged(Broken):
    """办事指南刚刚更新。您填写的内容都在，请按新的指南核对后再提交。"""

    code = "guide_changed"


class NotExtendable(Broken):
    """这个事项的规定没有延长办理期限的情形，请在期限内作出决定。"""

    code = "not_extendable"


class NoSuchProcedure(Broken):
    """请选择一项依法不计入办理期限的程序。这个事项适用的规定没有写明的，不能停止计时。"""

    code = "no_such_procedure"


class ExpectedTooEarly(Broken):
    """预计完成日要晚于今天。请写明这项程序预计哪一天完成，申请人会收到书面告知。"""

    code = "expected_too_early"


class ExpectedTooLate(Broken):
    """预计完成日太晚。请填写一个较早的日期；确实需要更长时间的，请由有决定岗位的人员办理。"""

    code = "expected_too_late"


class ProcedureRuns(WrongState):
    """特别程序还没有结束，不能作出决定。请先由审查人员办理“特别程序结束，恢复计时”。"""

    code = "procedure_runs"


class ExaminedByOneself(NotAllowed):
    """这个办件是您审查的，不能由同一个人作出决定。请由另一位有决定岗位的同事办理。"""

    code = "examined_by_oneself"


class RefusedJointly(WrongState):
    """联办部门认为不符合条件。各部门对自己的事项作决定，本部门不能代替它准予：请退回该环节重新审查，或者作出不予决定。"""

    code = "refused_jointly"


class NoSuchStep(Broken):
    """没有这个环节，或者它现在不能这样办理。请返回办件查看最新进展。"""

    code = "no_such_step"


class StepNotNamed(Broken):
    """现在有几个环节由您办理，请选择这次办理的是哪一个。"""

    code = "step_not_named"


class NotAtOnce(Broken):
    """只有即办件可以当场作出决定。这个事项请按受理、审查、决定的顺序办理。"""

    code = "not_at_once"


class NoSuchColleague(Broken):
    """请选择在岗并且可以办理这个办件的同事或者参加办理的部门。"""

    code = "no_such_colleague"


class DueTooEarly(Broken):
    """请填写答复日期，最早是今天。"""

    code = "due_too_early"


class AnsweredAlready(WrongState):
    """这条征求意见已经答复，不需要再次答复。"""

    code = "answered_already"


class NothingAsked(NotFound):
    """没有向您征求意见，或者这条征求意见不存在。请返回办件查看。"""

    code = "nothing_asked"


class NothingNewer(WrongState):
    """这个办件已经按现行的办事指南办理，没有更新的版本可以适用。"""

    code = "nothing_newer"


class AdoptAfterwards(WrongState):
    """特别程序还没有结束，不能适用新版办事指南。请先由审查人员办理“特别程序结束，恢复计时”。"""

    code = "adopt_afterwards"


class NothingForCase(WrongState):
    """新版办事指南改的地方，对这个办件没有一处起作用：时限已经按原来的算完或者不能更短。这个办件按原来的版本办完。"""

    code = "nothing_for_case"


class NotProposed(WrongState):
    """适用新版要由一位同事提请、另一位同事决定。请先由“受理”或者“审查”岗位办理“提请适用新版办事指南”。"""

    code = "adoption_not_proposed"


class OwnProposal(NotAllowed):
    """适用新版是您自己提请的，请由“决定”岗位的另一位同事决定。"""

    code = "own_proposal"


class ProposedAlready(WrongState):
    """您已经提请过适用这一版，请等“决定”岗位的同事决定。"""

    code = "adoption_proposed_already"


class NotToFollow(Broken):
    """新版办事指南没有经审定写明对申请人有利，也没有过渡规定，这个办件按原来的版本办完。"""

    code = "not_to_follow"


class OtherRules(Broken):
    """新版办事指南由别的部门决定，或者适用别的办理规则，已经开始的时限不能照搬，这个办件按原来的版本办完。"""

    code = "other_rules"


class LongerUnderNew(Broken):
    """按新版办事指南，办理时限会变长，对申请人不利，这个办件按原来的版本办完。"""

    code = "longer_under_new"


class DearerUnderNew(Broken):
    """按新版办事指南，收费会增加，或者多少不能比较，对申请人不利，这个办件按原来的版本办完。"""

    code = "dearer_under_new"


class LackingUnderNew(Broken):
    """按新版办事指南，申请人还要补内容，对申请人不利，这个办件按原来的版本办完。"""

    code = "lacking_under_new"


class NoSuchPromise(Broken):
    """办事指南没有规定这份材料可以后补或者告知承诺，请上传材料。"""

    code = "no_such_promise"


class AlreadyHandedIn(Broken):
    """这份材料已经上传，不用承诺。要改为承诺的，请先删除已上传的文件。"""

    code = "already_handed_in"


class NothingPromised(WrongState):
    """这个办件没有还要补交的材料。"""

    code = "nothing_promised"


class NothingToWithdraw(WrongState):
    """已经作出准予决定，不能终止办理。只有申请人承诺后补的材料没有交齐、结果还没有送达的，才可以按承诺撤回。"""

    code = "nothing_to_withdraw"


class PromiseRuns(WrongState):
    """承诺后补的期限还没有过，不能撤回准予决定。可以先提醒申请人。"""

    code = "promise_runs"


class NotSignedFor(WrongState):
    """申请人签的承诺没有写明可以撤回准予决定，不能以没有补交为由撤回。请提醒申请人补交。"""

    code = "not_signed_for"


class NotPromised(Broken):
    """这份材料不是承诺后补的材料，请只补交列出的材料。"""

    code = "not_promised"


class NothingToCheck(WrongState):
    """这个办件没有还要核查的告知承诺。"""

    code = "nothing_to_check"


class NoSuchCommitment(Broken):
    """请选择要核查的是哪一项告知承诺。"""

    code = "no_such_commitment"


class AwaitsDeferred(WrongState):
    """申请人承诺后补的材料还没有交齐，结果要等交齐以后再送达。请先补交材料。"""

    code = "awaits_deferred"


class NoPrescreening(WrongState):
    """这个事项没有预审：法律没有要求当面提交纸质材料或者亲笔签名，或者申请人是在窗口提交的。请直接办理受理。"""

    code = "no_prescreening"


class NeedsOriginals(WrongState):
    """这个事项依法要核验原件才能受理。请先办理预审，等申请人到窗口核验原件以后再受理。"""

    code = "needs_originals"


class OriginalsSeen(WrongState):
    """原件已经核验过，不用重复办理。"""

    code = "originals_seen"


class NotToApplyAnew(WrongState):
    """这个办件还在办理，或者已经办成，不用重新申请。"""

    code = "not_to_apply_anew"


class ReceiverNotNamed(Broken):
    """请选择结果交给了谁：申请人本人，还是代办人。"""

    code = "receiver_not_named"


class AgentMayNotCollect(Broken):
    """这个办件没有代办人，或者委托已经结束，请把结果交给申请人本人。"""

    code = "agent_may_not_collect"


class AlreadyDelivered(WrongState):
    """这个结果已经送达，不需要再次签收。"""

    code = "already_delivered"
