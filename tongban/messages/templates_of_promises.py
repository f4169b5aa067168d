"""The words of messages about what was promised: what follows later, conditions, commitments, putting right."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tongban.messages.wording import Template, about_case

OF_PROMISES: Mapping[str, Template] = MappingProxyType(
    {
        "case.deferred": about_case(
            "请按承诺补交材料",
            "已经受理。您承诺后补的材料，请最晚在{until}（含当日）补交；没有交齐以前，结果先不送达。",
            "Please hand in what you promised",
            "has been accepted. Hand in the material that you promised by {until}; the result waits for it.",
        ),
        "case.deferred_due": about_case(
            "承诺后补的材料快到期了",
            "还有承诺后补的材料没有交齐，最晚在{until}（含当日）补交。请到办件页面补交。",
            "What you promised is due soon",
            "still lacks material that you promised to hand in by {until}. Hand it in on the page of your case.",
        ),
        "case.condition_due": about_case(
            "承诺达到的条件快到期了",
            "是按您的书面承诺准予的。承诺还没有达到的条件，最晚在{until}（含当日）达到，到期以后部门要核查。"
            "是哪一项、要做到什么，写在办件页面的“书面承诺”里。已经达到的，不用做什么。",
            "What you promised to meet is due soon",
            "was granted on your written promise. The condition has to be met by {until}; it is checked after that. "
            "The page of your case says which one and what it asks. If you meet it already, nothing to do.",
        ),
        "case.deferred_supplied": about_case(
            "后补的材料已收到",
            "后补的材料已经收到，收件凭证可以在办件页面下载。您现在不用做什么。",
            "Promised material received",
            "has received the material that followed. The receipt is on its page. Nothing to do for now.",
        ),
        "case.commitment_kept": about_case(
            "告知承诺核查属实",
            "书面承诺的内容经核查属实。您现在不用做什么。",
            "Your commitment was confirmed",
            "was checked: what you committed to in writing is true. Nothing to do.",
        ),
        "case.commitment_not_kept": about_case(
            "告知承诺核查不属实",
            "书面承诺的内容经核查不属实。核查结果、您可以怎么做写在告知承诺核查结果告知书里，请到办件页面查看。",
            "Your commitment was not confirmed",
            "was checked: what you committed to was found untrue. The notice on its page says why and what you can do.",
        ),
        "case.rectification_ordered": about_case(
            "请在期限内整改",
            "书面承诺的内容经核查没有达到，部门责令整改，最晚在{until}（含当日）整改到位。"
            "要做到什么写在责令限期整改通知书里。整改以后，请到办件页面报告整改情况。",
            "Please put right what you promised",
            "was checked: what you promised is not met. The department orders you to put it right by {until}. "
            "The notice on its page says what to do. When it is done, report it on the page of your case.",
        ),
        "case.rectification_due": about_case(
            "整改期限快到了",
            "有一项责令整改还没有报告，最晚在{until}（含当日）整改到位。要做到什么写在责令限期整改通知书里。"
            "整改以后，请到办件页面报告整改情况。",
            "The time to put it right ends soon",
            "still has an order open: what you promised has to be put right by {until}. The notice on its page says "
            "what to do. When it is done, report it on the page of your case.",
        ),
        "case.rectification_reported": about_case(
            "整改情况已收到",
            "整改情况已经收到，部门最晚在{until}（含当日）复查，结果会告诉您。您现在不用做什么。",
            "Your report was received",
            "has received your report. The department checks again by {until} and tells you. Nothing to do for now.",
        ),
        "case.rectified": about_case(
            "整改复查符合",
            "整改以后经复查，符合书面承诺的内容，原来的决定不受影响。您现在不用做什么。",
            "It was put right",
            "was checked again: what you promised is met now, and the decision stands. Nothing to do.",
        ),
    }
)
