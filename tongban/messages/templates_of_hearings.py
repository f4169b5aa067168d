"""The words of messages about rights to be heard, hearings and renewals in silence."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tongban.messages.wording import Template, Words, about_case

OF_HEARINGS: Mapping[str, Template] = MappingProxyType(
    {
        "case.hearing_rights": about_case(
            "您有要求听证的权利",
            "关系到他人的重大利益，部门已经告知他们。您可以在期限内要求听证或者放弃听证，详见听证权利告知书。",
            "You may ask for a hearing",
            "bears on important interests of others, who were told. You may ask for a hearing, or say that you want "
            "none, within the time on the notice on its page.",
        ),
        "case.hearing_asked": about_case(
            "有人要求听证",
            "有人要求听证，部门会在二十个工作日内举行，提前七个工作日通知您时间和地点，不收费用。",
            "A hearing was asked for",
            "will be heard: the department holds the hearing within twenty working days and tells you time and place "
            "seven working days before. It costs nothing.",
        ),
        "case.hearing_called": about_case(
            "听证时间、地点已定",
            "要在 {on} 举行听证，办理时限暂停计算。时间、地点和主持人写在听证通知书里。",
            "Time and place of the hearing",
            "will be heard on {on}; until then its time limit stands still. Time, place and who presides are on the "
            "notice on its page.",
        ),
        "case.hearing_moved": about_case(
            "听证改期",
            "的听证改到 {on} 举行，办理时限继续暂停计算。时间、地点和主持人写在听证改期通知书里。",
            "The hearing was put off",
            "will be heard on {on} instead; its time limit stands still until then. Time, place and who presides are "
            "on the notice on its page.",
        ),
        "case.hearing_ended": about_case(
            "听证已经结束",
            "的听证已经办完，办理时限从今天起继续计算。部门根据听证笔录作出决定。",
            "The hearing has ended",
            "had its hearing; the time limit runs again from today. The decision will be based on the minutes.",
        ),
        "case.complaint_answered": about_case(
            "您的意见、投诉有答复了",
            "，您提的意见或者投诉已经答复。请在办件页面的“咨询、投诉和救济”里查看。",
            "What you said was answered",
            "was handled in a way you wrote about; there is an answer, under “Questions and complaints” on its page.",
        ),
        "case.deemed_renewed": about_case(
            "许可视为准予延续",
            "在有效期届满前没有决定，依法视为准予延续。告知书可以在办件页面下载。",
            "Your licence counts as renewed",
            "was not decided before the licence expired, so by law it counts as renewed. The notice is on its page.",
        ),
        "told.interested": Template(
            Words(
                "一项申请关系到您的重大利益",
                "正在办理的“{item}”关系到您的重大利益（告知编号 {number}）。您可以在期限内陈述意见、要求听证，"
                "请到“我被告知的事项”查看。",
            ),
            Words(
                "An application bears on your interests",
                "The application for {item} bears on important interests of yours (notice {number}). You may say what "
                "you think and ask for a hearing within the time given; see “What I was told of”.",
            ),
        ),
        "told.limit_moved": Template(
            Words(
                "您的期限有变动",
                "“{item}”（告知编号 {number}）中您的期限由{was}改为{now}，原因是停办公告或者工作日安排有变动。",
            ),
            Words(
                "Your deadline has moved",
                "Your deadline about {item} (notice {number}) moved from {was} to {now} because of a closure or a "
                "change of the calendar of working days.",
            ),
        ),
        "told.hearing_moved": Template(
            Words(
                "听证改期",
                "“{item}”（告知编号 {number}）的听证改期了，请到“我被告知的事项”查看听证改期通知书。",
            ),
            Words(
                "The hearing was put off",
                "The hearing about {item} (notice {number}) was put off; see “What I was told of”.",
            ),
        ),
        "told.hearing_called": Template(
            Words(
                "听证时间、地点已定",
                "“{item}”（告知编号 {number}）的听证时间、地点已经定了，请到“我被告知的事项”查看听证通知书。",
            ),
            Words(
                "Time and place of the hearing",
                "Time and place of the hearing about {item} (notice {number}) are set; see “What I was told of”.",
            ),
        ),
    }
)
