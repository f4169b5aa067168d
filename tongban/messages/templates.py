"""The words of every message: in Chinese, and offered in English. A template is never renamed; its words may change."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tongban.messages.templates_of_hearings import OF_HEARINGS
from tongban.messages.templates_of_promises import OF_PROMISES
from tongban.messages.wording import Template, Words, dated
from tongban.messages.wording import about_case as _case

BY_TEXT = "case.told"
"""The one text by which a telephone is told of any message about a case."""


TEMPLATES: Mapping[str, Template] = MappingProxyType(
    {
        "case.received": _case(
            "申请已收到",
            "已经收到。部门会在规定时间内告诉您是否受理，您现在不用做什么。",
            "Application received",
            "has been received. The department will tell you in time whether it is accepted. Nothing to do for now.",
        ),
        "case.accepted": _case(
            "申请已受理",
            "已经受理。最晚哪天办好、怎么算的，办件页面上有；受理通知书也可以在那里下载。",
            "Application accepted",
            "has been accepted. The page of your case says by when it is decided and how that is counted.",
        ),
        "case.deemed_accepted": _case(
            "申请视为已受理",
            "超过了一次性告知的期限，依法自收到材料之日起即为受理。办理期限写在受理通知书里，请到办件页面查看。",
            "Application deemed accepted",
            "counts by law as accepted from the day it was received. The notice on its page gives the time limit.",
        ),
        "case.not_accepted": _case(
            "申请不予受理",
            "没有受理。原因和您可以怎么做写在不予受理决定书里，请到办件页面查看。",
            "Application not accepted",
            "was not accepted. The notice on the page of your case gives the reason and what you can do.",
        ),
        "case.correction": dated(
            _case(
                "请补正材料",
                "需要补正。要补正的内容已经一次写全，请到办件页面查看并提交，也可以到政务服务中心综合窗口提交。",
                "Please correct your application",
                "needs corrections. The notice on the page of your case lists all of them; answer there or at the "
                "counter.",
            ),
            _case(
                "请补正材料，最晚{until}",
                "需要补正，最晚在{until}（含当日）提交。要补正的内容已经一次写全，请到办件页面查看并提交，"
                "也可以到政务服务中心综合窗口提交。",
                "Please correct your application by {until}",
                "needs corrections by {until}. The notice on the page of your case lists all of them; answer there or "
                "at the counter.",
            ),
        ),
        "case.supplemented": _case(
            "补正材料已收到",
            "补正的材料已经收到。部门会告诉您是否受理，您现在不用做什么。",
            "Corrections received",
            "has been supplemented. The department will tell you whether it is accepted. Nothing to do for now.",
        ),
        "case.extended": _case(
            "办理期限已延长",
            "经批准延长了法定办理期限。延长的时间、原因和新的到期日写在延长办理期限通知书里，请到办件页面查看。您现在不用做什么。",
            "Time limit extended",
            "takes longer: the statutory limit was extended. The notice on its page says why and until when.",
        ),
        "case.suspended": _case(
            "申请进入特别程序",
            "需要进行依法不计入办理期限的程序，期间时限停止计算。是什么程序、预计多久，写在特别程序告知书里，请到办件页面查看。",
            "A special procedure has begun",
            "needs a procedure that by law stops the time limit. The notice on its page says which one and how long.",
        ),
        "case.procedure_ended": _case(
            "一项特别程序已结束",
            "有一项特别程序已经结束，其他特别程序还在进行，时限仍然停止计算。您现在不用做什么。",
            "One special procedure has ended",
            "has passed one special procedure; another still lasts, so the limit stays stopped. Nothing to do.",
        ),
        "case.resumed": _case(
            "特别程序已结束",
            "的特别程序已经结束，办理时限从今天起继续计算，新的到期日请到办件页面查看。您现在不用做什么。",
            "The special procedure has ended",
            "has passed its special procedure; the time limit runs again from today. See the new date on its page.",
        ),
        "case.version_adopted": _case(
            "按新版办事指南办理",
            "改按新版办事指南办理，对您没有不利：已经提交的继续有效，已经开始计算的期限不会变长，承诺变短的按新的算。"
            "改了什么、为什么改、最晚哪天办完，写在适用新版办事指南告知书里，请到办件页面查看。您现在不用做什么。",
            "Handled by the new guide",
            "is now handled by the new version of the guide. What you handed in stays valid; no running time limit "
            "becomes longer, and a shorter promise counts for you. The notice on its page says what is different, why, "
            "and by when it is done. Nothing to do for now.",
        ),
        "case.reminded": _case(
            "提醒您补正",
            "还没有补正，告知书里列出的{points}项都还要补正。请到办件页面提交，也可以到政务服务中心综合窗口提交。",
            "A reminder of your corrections",
            "still lacks its corrections: all {points} points of the notice are open. Answer there or at the counter.",
        ),
        # As it was told before there was a day; kept for what was sent then.
        "case.prescreened": _case(
            "预审通过，请带原件到窗口",
            "网上提交的内容已经通过预审。依法还要当面核验原件，请带材料原件到{places}办理。",
            "Please bring the originals",
            "is complete online. By law the originals must be seen in person: please bring them to {places}.",
        ),
        "case.bring_originals": _case(
            "预审通过，请在期限内带原件到窗口",
            "网上提交的内容已经通过预审。依法还要当面核验原件，请最晚在{until}（含当日）带材料原件和身份证件到{places}办理。"
            "详情写在预审结果告知书里。",
            "Please bring the originals in time",
            "is complete online. By law the originals must be seen in person: please bring them, with your identity "
            "document, to {places} by {until}. The notice on its page says more.",
        ),
        "case.originals_due": _case(
            "请尽快带原件到窗口",
            "还没有核验原件，请最晚在{until}（含当日）带材料原件和身份证件到{places}办理。",
            "Please bring the originals soon",
            "still waits for the originals: please bring them, with your identity document, to {places} by {until}.",
        ),
        "case.originals_differ": _case(
            "原件有不一致或者缺少",
            "带来的原件已经看过，有不一致或者缺少的。不清楚是哪些的，请问窗口，或者打电话问部门，电话在办件页面上。"
            "部门会在规定时间内告诉您是否受理；以前没有告知过补正的，会一次性告知需要补正的全部内容。"
            "可以现在就准备，作出决定以前再带来的，仍可以核验。",
            "The originals differ",
            "has had its originals seen: something differs or is missing. If it is not clear to you what, please ask "
            "at the window or call the department; the number is on the page of your case. The department will tell "
            "you whether it is accepted, or once what to correct. You may bring them again until it has decided.",
        ),
        "case.originals_seen": _case(
            "原件已核验",
            "原件已经核验。部门会在规定时间内告诉您是否受理，您现在不用做什么。",
            "Originals seen",
            "has had its originals seen. The department will tell you whether it is accepted. Nothing to do for now.",
        ),
        **OF_PROMISES,
        "case.terminated": _case(
            "申请终止办理",
            "已经终止办理。原因和您可以怎么做写在终止办理告知书里，请到办件页面查看。需要时您可以重新申请。",
            "Application ended",
            "was ended without a decision. The notice on its page gives the reason and what you can do.",
        ),
        "case.grant": _case(
            "申请已获准",
            "已经作出准予的决定。请到办件页面签收、下载结果文书，也可以到出件窗口领取。",
            "Application granted",
            "has been granted. Sign for the decision on the page of your case, or collect it at the counter.",
        ),
        "case.refusal": _case(
            "申请未获准",
            "已经作出不予的决定。理由和申请行政复议、提起诉讼的途径写在决定书里，请到办件页面查看。",
            "Application refused",
            "has been refused. The decision on the page of your case gives the reasons and your remedies.",
        ),
        "case.limit_moved": _case(
            "您的期限有变动",
            "需要您在期限内办理，期限由{was}改为{now}，原因是停办公告或者工作日安排有变动。请在新的期限前办理。",
            "Your deadline has moved",
            "asks you to act by a deadline, which moved from {was} to {now} because of a closure or a change of the "
            "calendar of working days. Please act by the new one.",
        ),
        "privacy.granted": Template(
            Words("信息已更正", "您请求更正的个人信息已经更正。做了什么写在“隐私”页面的请求里。"),
            Words(
                "Your data was corrected", "The data you asked to correct is now right. See your request under Privacy."
            ),
        ),
        "privacy.refused": Template(
            Words(
                "信息没有更正",
                "您请求更正的个人信息经核实没有更正。理由写在“隐私”页面的请求里，您可以补充证明后再次提出。",
            ),
            Words(
                "Your data was not corrected",
                "After checking, the data you asked to correct stays as it is. The reason is in your request under "
                "Privacy; you may ask again with further proof.",
            ),
        ),
        "privacy.closing": Template(
            Words(
                "您申请了注销账号",
                "账号将在{day}之后注销，在那以前可以在“隐私”页面撤回。还有办件没有办完的，办完再注销。",
            ),
            Words(
                "You asked to close your account",
                "It will be closed after {day}; until then you can take that back under Privacy. Cases that are still "
                "open are finished first.",
            ),
        ),
        "mobile.changed": Template(
            Words(
                "您的手机号已经更换",
                "以后用新的手机号接收验证码和登录。不是您本人操作的，请马上修改密码，并到政务服务中心综合窗口办理。",
            ),
            Words(
                "Your mobile number was changed",
                "Codes now go to the new number, which you also sign in with. If it was not you, change your password "
                "at once and see the general counter of the government service centre.",
            ),
        ),
        "email.changed": Template(
            Words(
                "您的邮箱已经更换",
                "您账号登记的邮箱已经更换或者不再使用。不是您本人操作，请马上核对“我的资料”，或者拨打 12345。",
            ),
            Words(
                "Your email address was changed",
                "The email address of your account was changed or taken out. If that was not you, check your profile "
                "at once or call 12345.",
            ),
        ),
        "delegation.registered": Template(
            Words(
                "窗口登记了一份委托",
                "政务服务中心窗口登记了委托：{whom}委托{agent}代办，已经生效，到{last_day}（含）止。"
                "范围写在“委托代办”里，"
                "双方随时可以解除。没有到场办过这件事的，请马上解除，并拨打 12345。",
            ),
            Words(
                "A delegation was registered at the counter",
                "At the counter, {whom} let {agent} act for them, from now on until the end of {last_day}. Its "
                "scope is under Delegations, where either side can end it. If you were not there, end it and "
                "call 12345.",
            ),
        ),
        "delegation.ended": Template(
            Words(
                "窗口结束了一份委托",
                "政务服务中心窗口结束了委托：{agent}不再代{whom}办事，马上生效。没有要求过的，请拨打 12345。",
            ),
            Words(
                "A delegation was ended at the counter",
                "At the counter the delegation was ended: {agent} acts for {whom} no longer. If this was not "
                "asked for, please call 12345.",
            ),
        ),
        "guardianship.registered": Template(
            Words(
                "窗口登记了监护关系",
                "政务服务中心窗口登记了监护关系：{agent}代{whom}办事，已经生效，到{last_day}（含）止。"
                "没有到场办过这件事的，请拨打 12345。",
            ),
            Words(
                "A guardian was registered at the counter",
                "At the counter, {agent} was registered as guardian of {whom}, from now on until the end of "
                "{last_day}. If you were not there, please call 12345.",
            ),
        ),
        "guardianship.ended": Template(
            Words(
                "窗口结束了监护关系登记",
                "政务服务中心窗口结束了监护关系的登记：{agent}不再代{whom}办事，马上生效。没有要求过的，请拨打 12345。",
            ),
            Words(
                "A guardian is registered no longer",
                "At the counter the registration was ended: {agent} acts for {whom} no longer. If this was not "
                "asked for, please call 12345.",
            ),
        ),
        "representative.registered": Template(
            Words(
                "窗口登记了法定代表人",
                "政务服务中心窗口登记了{person}是{organisation}的法定代表人（负责人），已经生效。"
                "登记有误的，请拨打 12345。",
            ),
            Words(
                "A legal representative was registered",
                "At the counter, {person} was registered as the legal representative of {organisation}. If that is "
                "wrong, please call 12345.",
            ),
        ),
        "case.delivered": _case(
            "结果已送达",
            "的结果已经送达。怎样送达、由谁签收写在送达回证里，请到办件页面查看。"
            "不是您或者您委托的人收到的，请拨打 12345。",
            "Result delivered",
            "was delivered. The proof of delivery on its page says how and who signed. If that was neither you nor "
            "somebody you sent, please call 12345.",
        ),
        "case.delivery_chosen": _case(
            "送达方式改了",
            "的送达方式刚才由窗口或者代办人选择或者改过。请到办件页面核对；不是您同意的，请改回来，并拨打 12345。",
            "How you get the result was changed",
            "will reach you in a way that the counter or whoever acts for you chose or changed just now. Please check "
            "it on its page. If you did not agree, change it back and call 12345.",
        ),
        "case.posted": _case(
            "结果已寄出",
            "的结果已经寄出，运单号{tracking}。收到后请签收。",
            "Result sent by post",
            "was sent by post, tracking number {tracking}. Please sign for it when it arrives.",
        ),
        "case.post_returned": _case(
            "邮件被退回",
            "寄给您的结果被退回。请到办件页面核对地址后再寄，或者改为到出件窗口领取。",
            "Parcel returned",
            "came back by post. Please check the address on the page of your case, or choose to collect the result.",
        ),
        "case.post_refused": _case(
            "请核对收件地址",
            "要寄给您的结果没有寄出：邮政企业没有接受这个地址。请到办件页面核对地址，或者改为到出件窗口领取。",
            "Please check your address",
            "could not be sent: the postal service did not take the address. Please check it on the page of your case, "
            "or choose to collect the result.",
        ),
        "draft.at_counter": Template(
            Words(
                "窗口正在接着办您的申请",
                "征得您同意，政务服务中心窗口正在接着办您在网上开始填写的“{item}”。不是您本人在窗口，请拨打 12345。",
            ),
            Words(
                "Your application goes on at the counter",
                "As you agreed, the counter goes on with the application for {item} that you began online. If it is "
                "not you who stands there, please call 12345.",
            ),
        ),
        "draft.forgotten_soon": Template(
            Words(
                "您的草稿快要删除了",
                "您开始填写的“{item}”很久没有改动了，还没有提交。{until}（含当日）以前没有接着填写的，"
                "系统会删除这份草稿和里面的文件。还要办的，请登录后接着填写；不办了的，不用做什么。",
            ),
            Words(
                "Your draft will be deleted soon",
                "The application for {item} that you began was not changed for a long time and never handed in. "
                "Unless you go on with it by {until}, it is deleted with its files. If you do not need it any more, "
                "there is nothing to do.",
            ),
        ),
        **OF_HEARINGS,
        "case.withdrawn": _case(
            "申请已撤回",
            "已经按您的要求撤回。需要时您可以重新申请。",
            "Application withdrawn",
            "has been withdrawn as you asked. You may apply again at any time.",
        ),
    }
)

# Texts to telephones, by their own templates: operators of the mobile networks register the words beforehand. Chinese
# only. Every one begins with who sends it; a code never stands beside what it could be mistaken for.
TEXTS: Mapping[str, str] = MappingProxyType(
    {
        BY_TEXT: "【通办】{title}：“{item}”，办件编号{number}。请登录后在“我的办件”里查看，或者凭编号查询进度。",
        "code.sign_in": "【通办】登录验证码{code}，{minutes}分钟内有效。工作人员不会向您索要，请不要告诉任何人。",
        "code.sign_up": "【通办】注册验证码{code}，{minutes}分钟内有效。不是您本人操作请忽略，不要告诉任何人。",
        "code.reset": "【通办】重设密码的验证码{code}，{minutes}分钟内有效。不是您本人操作请忽略，不要告诉任何人。",
        "code.follow": "【通办】查办件进度的验证码{code}，{minutes}分钟内有效。不是您本人操作请忽略，不要告诉任何人。",
        "told.interested": "【通办】正在办理的“{item}”关系到您的重大利益，您可以陈述意见、要求听证。"
        "请在网上“我被告知的事项”里凭告知编号{number}和这个手机查看。",
        "told.limit_moved": "【通办】“{item}”（告知编号{number}）中您的期限由{was}改为{now}，"
        "因为停办公告或者工作日安排有变动。",
        "told.hearing_called": "【通办】“{item}”的听证时间、地点已经定了。"
        "请在网上“我被告知的事项”里凭告知编号{number}查看听证通知书。",
        "told.hearing_moved": "【通办】“{item}”的听证改期了。"
        "请在网上“我被告知的事项”里凭告知编号{number}查看听证改期通知书。",
        "code.new_mobile": "【通办】更换手机号的验证码{code}，{minutes}分钟内有效。请不要告诉任何人。",
        "code.new_email": "【通办】验证邮箱的验证码{code}，{minutes}分钟内有效。不是您本人操作请忽略，不要告诉任何人。",
        "email.changed": "【通办】您账号的邮箱已换成另一个或者不再使用。不是您本人操作，请马上登录核对或者拨打12345。",
        "mobile.changed": "【通办】您账号的手机号已换成另一个。不是您本人操作，请马上到政务服务中心综合窗口办理。",
        "code.unknown": "【通办】有人用这个手机号登录，但它还没有登记。需要办事请先注册；不是您本人操作，请忽略。",
    }
)


FOR_PRINCIPAL = Template(
    Words("代{principal}：", "这是您代{principal}办理的事。"),
    Words("For {principal}: ", "You are handling this for {principal}. "),
)
"""What stands before a message that goes to who acts for the applicant."""
