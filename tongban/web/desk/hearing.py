"""The forms of hearing others: whom a matter is told, what they said, and the hearing."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import QueryDict

from tongban.cases import api as cases
from tongban.cases.api import Verb
from tongban.kernel.actors import Actor
from tongban.kernel.days import SHANGHAI
from tongban.kernel.errors import Broken
from tongban.web.desk.asking import Ask
from tongban.web.desk.timing import Faults, Page
from tongban.web.fields import Choice, Field, FieldKind

OTHER = "other"
HELD = {"yes": True, "no": False}
MEANT = "yes"
CONFIRM = "勾选下面的确认"


def tell_interested(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    """Tell somebody that the matter bears on an interest of theirs."""
    said = {key: post.get(key, "") for key in ("name", "document", "mobile")}
    return cases.tell_interested(number=number, matter=post.get("reason", ""), **said, by=by, at=at)


def state_views(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    """Write down what came in person or by letter."""
    return cases.state_views(number=number, told=post.get("told", ""), words=post.get("reason", ""), by=by, at=at)


def ask_hearing(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    """Write down that a hearing was asked for on paper."""
    return cases.ask_hearing(number=number, told=post.get("told", ""), by=by, at=at)


def waive_hearing(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    """Write down that somebody wants no hearing."""
    return cases.waive_hearing(number=number, told=post.get("told", ""), by=by, at=at)


def call_hearing(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    """Tell time, place and who presides."""
    return cases.call_hearing(
        number=number,
        begins_at=_moment(post.get("begins_at", ""), post.get("begins_time", "")),
        venue=post.get("venue", ""),
        presider=_presider(post),
        announced=post.get("announced", ""),
        meant=MEANT in post.getlist("meant"),
        by=by,
        at=at,
    )


def postpone_hearing(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    """Put the hearing off to another day."""
    said = {key: post.get(key, "") for key in ("venue", "consent", "reason")}
    begins_at = _moment(post.get("begins_at", ""), post.get("begins_time", ""))
    meant = MEANT in post.getlist("meant")
    return cases.postpone_hearing(
        number=number, begins_at=begins_at, presider=_presider(post), **said, meant=meant, by=by, at=at
    )


def record_hearing(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    """End the hearing with its minutes, or without having been held."""
    held = HELD.get(post.get("held", ""))
    if held is None:
        raise Broken("请选择听证有没有举行。", field="held")
    return cases.record_hearing(
        number=number, held=held, attended=post.get("attended", ""), minutes=post.get("reason", ""), by=by, at=at
    )


def _presider(post: QueryDict) -> UUID | str:
    """Return who presides as the form says: the colleague who was chosen, or who was written down of another office."""
    chosen, words = _key(post.get("presider", "")), post.get("presider_other", "")
    if chosen and words.strip():
        raise Broken("主持人只填一处：上面选择了同事的，这里请留空。", field="presider_other")
    return chosen or words


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _moment(day: str, time: str) -> datetime:
    try:
        return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=SHANGHAI)
    except ValueError:
        raise Broken("请填写听证的日期和时间，时间写成 09:30 这样。", field="begins_at") from None


def party_fields(_: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask who has an interest, and how to reach them."""
    return [
        _text("name", "利害关系人的姓名或者名称", post, faults),
        _text(
            "document",
            "身份证号码或者统一社会信用代码",
            post,
            faults,
            hint="填写了并且登记过的，对方可以登录后直接看到告知书。",
            required=False,
        ),
        _text("mobile", "手机号码", post, faults, hint="没有登记过的必须填写，凭验证码查看告知书。", required=False),
    ]


def told_fields(page: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask who of those who were told said it; where there is only one, they are chosen."""
    heard = page["heard"]
    people = [Choice(str(one.id), one.name) for one in (heard.told if heard else ()) if not one.applicant]
    only = people[0].value if len(people) == 1 else ""
    value = post.get("told", only)
    return [Field("told", "利害关系人", FieldKind.RADIOS, value, choices=people, error=faults.get("told", ""))]


def call_fields(page: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask when and where, who presides, and where the public was told if nobody asked."""
    begins = Field(
        "begins_at",
        "听证的日期",
        FieldKind.DATE,
        post.get("begins_at", ""),
        hint="至少提前七个工作日通知；有人要求听证的，自收到要求之日起二十个工作日内举行。",
        error=faults.get("begins_at", ""),
        width="10",
    )
    fields = [
        begins,
        _text("begins_time", "开始的时间", post, faults, hint="写成 09:30 这样。", width="5", value="09:30"),
        _text("venue", "地点", post, faults),
        *presider_fields(page, post, faults),
    ]
    fields[2:2] = _meant(post, faults)
    heard = page["heard"]
    if heard is None or heard.hearing.asked_at is None:
        hint = "没有人要求听证，因公共利益举行的，写明在哪里、哪一天向社会作了公告。"
        fields.append(_text("announced", "向社会公告的情况", post, faults, hint=hint))
    return fields


def postpone_fields(page: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask to when, what else changes, and whether those who take part agreed to a shorter notice."""
    heard = page["heard"]
    place = heard.hearing.place if heard else ""
    hint = "不足七个工作日的，要申请人和利害关系人都同意：写明谁、以什么方式同意，例如“申请人、测试邻居书面同意”。"
    begins = Field(
        "begins_at",
        "改到哪一天",
        FieldKind.DATE,
        post.get("begins_at", ""),
        hint="至少提前七个工作日通知。",
        error=faults.get("begins_at", ""),
        width="10",
    )
    return [
        begins,
        _text("begins_time", "开始的时间", post, faults, hint="写成 09:30 这样。", width="5", value="09:30"),
        *_meant(post, faults),
        _text("venue", "地点", post, faults, value=place),
        *presider_fields(page, post, faults),
        _text("consent", "参加人同意的情况", post, faults, hint=hint, required=False),
    ]


def presider_fields(page: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask who presides: a colleague who does not examine the case, or somebody of another office in words."""
    held = page["heard"].hearing if page["heard"] else None
    now = (
        (str(held.presided_by or OTHER), "" if held.presided_by else held.presider)
        if held and held.presider
        else ("", "")
    )
    value, words = post.get("presider", now[0]), post.get("presider_other", now[1])
    people = [Choice(str(account), name) for account, name in page["presiders"].items()]
    error, of_words = faults.get("presider", ""), faults.get("presider_other", "")
    if words and not of_words and _key(value) is None:
        error, of_words = "", error
    hint = "名单里是本部门没有审查过、现在也不审查这个办件的同事。主持听证的人，以后不能再审查这个办件。"
    choices = [*people, Choice(OTHER, "其他单位的人员（写在下面）")]
    other = "由其他单位的人员主持的，写明单位和姓名，例如“市司法局 测试主持人”。"
    return [
        Field("presider", "主持人", FieldKind.SELECT, value, choices=choices, hint=hint, error=error),
        Field("presider_other", "其他单位的主持人", value=words, hint=other, error=of_words, required=False),
    ]


def _meant(post: QueryDict, faults: Faults) -> list[Field]:
    """Ask once more of a rest day or an odd hour, and only then."""
    chosen = post.getlist("meant")
    if not chosen and CONFIRM not in faults.get("begins_at", ""):
        return []
    choices = [Choice(MEANT, "日期和时间没有写错，就定在这个时候")]
    return [Field("meant", "请再核对一次", FieldKind.CHECKBOXES, values=chosen, choices=choices, required=False)]


def record_fields(_: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask whether it was held, and who attended."""
    held = [Choice("yes", "已经举行"), Choice("no", "没有举行", "要求听证的人撤回，或者无正当理由没有到场")]
    hint = "写明到场的人，以及是否核对笔录无误并签字、盖章；拒绝的，写明理由。没有举行的不用写。"
    return [
        Field("held", "听证", FieldKind.RADIOS, post.get("held", ""), choices=held, error=faults.get("held", "")),
        Field(
            "attended",
            "参加人和确认",
            FieldKind.TEXTAREA,
            post.get("attended", ""),
            hint=hint,
            error=faults.get("attended", ""),
            required=False,
        ),
    ]


def weighing_fields(page: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask how the decision deals with what was said, where somebody was heard."""
    heard = page["heard"]
    if heard is None or not (heard.hearing.held or any(one.views for one in heard.told)):
        return []
    hint = "写明意见是否采纳和理由；举行过听证的，决定要根据听证笔录作出。利害关系人也会看到这段话，不要写个人信息。"
    value, error = post.get("considered", ""), faults.get("considered", "")
    return [Field("considered", "怎样对待听取的意见", FieldKind.TEXTAREA, value, hint=hint, error=error)]


def refusing_fields(page: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask how a refusal deals with what others said, or with what the applicant stated, where somebody did."""
    asked = weighing_fields(page, post, faults)
    if asked or all(one.reports for one in page["additions"]):
        return asked
    hint = "申请人作过补充说明（陈述、申辩）。写明是否采纳和理由；这段话写进决定书。"
    value, error = post.get("considered", ""), faults.get("considered", "")
    return [Field("considered", "怎样对待申请人的说明", FieldKind.TEXTAREA, value, hint=hint, error=error)]


def _text(
    name: str,
    label: str,
    post: QueryDict,
    faults: Faults,
    *,
    hint: str = "",
    required: bool = True,
    width: str = "",
    value: str = "",
) -> Field:
    kept, error = post.get(name, value), faults.get(name, "")
    # What was typed of one party is offered for no other, by the browser neither.
    return Field(name, label, value=kept, hint=hint, error=error, required=required, width=width, autocomplete="off")


ASKS = (
    Ask(
        Verb.TELL_INTERESTED,
        tell_interested,
        key="t",
        label="关系到什么利益",
        hint="办件直接关系他人重大利益的，逐位告知。系统给对方和申请人各出一份告知书，写明陈述意见和要求听证的期限；"
        "期限没有过的，不能作出决定。对方只看到这里写的内容，请不要写申请人的其他信息。",
        submit="发出告知书",
        fields=party_fields,
    ),
    Ask(
        Verb.STATE_VIEWS,
        state_views,
        key="v",
        label="陈述的意见",
        hint="利害关系人当面或者书面提出的意见，由审查人员照录。作出决定以前提出的都要听取。",
        submit="记下意见",
        told=False,
        fields=told_fields,
    ),
    Ask(
        Verb.ASK_HEARING,
        ask_hearing,
        key="h",
        hint="利害关系人书面要求听证的，在这里登记。自今天起二十个工作日内组织听证，不收费用。",
        submit="登记听证要求",
        fields=told_fields,
    ),
    Ask(
        Verb.WAIVE_HEARING,
        waive_hearing,
        key="w",
        hint="利害关系人书面放弃听证的，在这里登记。",
        submit="登记放弃听证",
        told=False,
        fields=told_fields,
    ),
    Ask(
        Verb.CALL_HEARING,
        call_hearing,
        key="n",
        hint="系统给申请人和被告知的利害关系人各出一份听证通知书。从今天起办理时限停止计算，到登记听证结果为止。",
        submit="发出听证通知书",
        fields=call_fields,
        presides=True,
    ),
    Ask(
        Verb.POSTPONE_HEARING,
        postpone_hearing,
        key="g",
        label="改期的理由",
        hint="系统给申请人和被告知的利害关系人各出一份改期通知书，原来的通知书留在记录里。办理时限继续停止计算。",
        submit="发出改期通知书",
        fields=postpone_fields,
        presides=True,
    ),
    Ask(
        Verb.RECORD_HEARING,
        record_hearing,
        key="e",
        label="听证笔录",
        hint="写明双方陈述、申辩、质证的内容；没有举行的，写明原因。办理时限从今天起继续计算，决定要根据笔录作出。",
        submit="登记听证结果",
        fields=record_fields,
    ),
)
