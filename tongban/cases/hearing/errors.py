"""Refusals about interested parties and hearings."""

from __future__ import annotations

from tongban.kernel.errors import Broken, NotAllowed, NotFound, WrongState


class ToldNotFound(NotFound):
    """没有找到这份告知书，或者查看的时间已经过了。请核对告知编号，重新获取验证码。"""

    code = "told_not_found"


class NoHearings(WrongState):
    """这个事项适用的规定没有听证，不用告知利害关系人。需要了解情况的，请用“征求意见”。"""

    code = "no_hearings"


class NoInterest(Broken):
    """申请人自己不是利害关系人，请填写权益会受到影响的人或者单位。"""

    code = "no_interest"


class ToldAlready(WrongState):
    """已经告知过这位利害关系人，不用重复告知。"""

    code = "told_already"


class NotReachable(Broken):
    """请填写手机号码：没有登记过的利害关系人，凭手机验证码查看告知的内容。"""

    code = "not_reachable"


class OtherName(Broken):
    """这个证件号码登记的不是这个姓名或者名称，请对照证件核对。核对不了的，证件号码先不填，填手机号码告知。"""

    code = "other_name"


class NoSuchTold(Broken):
    """请选择是哪一位被告知的利害关系人。"""

    code = "no_such_told"


class NobodyTold(WrongState):
    """这个办件没有告知过利害关系人和听证的权利。需要陈述意见、要求听证的，请先联系办理部门。"""

    code = "nobody_told"


class ViewsStated(WrongState):
    """意见已经收到，作决定的时候会写明怎样对待。要补充的，请打电话告诉办理部门。"""

    code = "views_stated"


class WishSaid(WrongState):
    """是否要求听证已经说过了，不用重复办理。"""

    code = "wish_said"


class AskedTooLate(WrongState):
    """要求听证的期限已经过了，视为放弃听证。还有意见的，可以在作出决定以前陈述。"""

    code = "asked_too_late"


class ViewsAwaited(WrongState):
    """陈述意见、申请听证的期限还没有过，不能作出决定。被告知的人都答复以后，或者期限届满以后再办理。"""

    code = "views_awaited"


class HearingAwaited(WrongState):
    """有人要求听证，听证还没有办完，不能作出决定。请先通知和举行听证，制作听证笔录。"""

    code = "hearing_awaited"


class HearingLasts(WrongState):
    """听证还没有办完。请办理“登记听证结果”，办理时限会自动恢复计算。"""

    code = "hearing_lasts"


class HearingCalled(WrongState):
    """听证的时间、地点已经通知，不用重复办理。需要换时间的，请办理“听证改期”。"""

    code = "hearing_called"


class TooLateToTell(WrongState):
    """听证已经通知，不能再告知新的利害关系人。请他们到听证会上陈述意见。"""

    code = "too_late_to_tell"


class NothingCalled(WrongState):
    """还没有通知听证，或者听证已经办完，不能改期，也没有可以登记的结果。"""

    code = "nothing_called"


class SameDay(Broken):
    """新的时间和原来的一样。请填写改期以后的日期和时间。"""

    code = "hearing_same_day"


class OddMoment(Broken):
    """听证定在休息日或者上班时间以外，参加人可能到不了场。请核对日期和时间；确实要这样定的，勾选确认后再办理。"""

    code = "hearing_odd_moment"


class NobodyAsked(Broken):
    """没有人要求听证。因公共利益需要举行听证的，请写明在哪里向社会作了公告。"""

    code = "nobody_asked"


class ToldTooShort(Broken):
    """举行听证要提前七个工作日通知，请把听证的日期定得晚一些。"""

    code = "told_too_short"


class HeldTooLate(Broken):
    """听证要在收到申请之日起二十个工作日内举行，请把日期定得早一些。"""

    code = "held_too_late"


class PresiderExamined(Broken):
    """审查这个办件的人不能主持听证，请另外指定一位主持人。同名的另一个人，请在姓名后面写明“（同名）”。"""

    code = "presider_examined"


class PresiderInWords(Broken):
    """这是本部门同事的姓名，请在名单里选择。别的单位的同名人员，请在姓名后面写明“（同名）”。"""

    code = "presider_in_words"


class NoSuchPresider(Broken):
    """这位同事不在本部门，或者在这个办件里要回避，不能主持听证。请在名单里另外选择，或者写明其他单位的主持人。"""

    code = "no_such_presider"


class PresidedHearing(NotAllowed):
    """这个办件的听证由您主持，不能再由您审查。请由其他有审查岗位的同事办理。"""

    code = "presided_hearing"


class NotBegunYet(WrongState):
    """听证的时间还没有到，不能登记笔录。申请人撤回听证要求的，请登记为“没有举行”。"""

    code = "hearing_not_begun"
