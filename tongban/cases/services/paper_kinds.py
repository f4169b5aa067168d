"""The kinds of official document of a case: template, word in the number, and by which act's articles."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of document of a case: its template, the word in its number, and the act whose articles it cites."""

    template: str
    number_kind: str
    act: str


PAPERS = {
    "receipt": Paper("receipt", "收", "receipt"),
    "supplement": Paper("receipt", "补收", "receipt"),
    "correction": Paper("correction", "补", "correction"),
    "prescreened": Paper("prescreened", "预", ""),
    "acceptance": Paper("acceptance", "受", "acceptance"),
    "deemed_acceptance": Paper("acceptance", "受", "deemed_acceptance"),
    "non_acceptance": Paper("non_acceptance", "不受", ""),
    "extension": Paper("extension", "延", "extension"),
    "special_procedure": Paper("special_procedure", "特", "special_procedure"),
    "new_version": Paper("new_version", "适", ""),
    "deferred": Paper("receipt", "后收", "receipt"),
    "commitment_check": Paper("commitment_check", "核", ""),
    "rectification": Paper("rectification", "整", ""),
    "rectification_report": Paper("receipt", "整收", "receipt"),
    "termination": Paper("termination", "终", ""),
    "grant": Paper("grant", "准", "grant"),
    "refusal": Paper("refusal", "不", "refusal"),
    "delivery": Paper("delivery", "送", "delivery"),
    "hearing_rights": Paper("hearing_rights", "听告", "interested"),
    "hearing_notice": Paper("hearing_notice", "听通", "hearing"),
    "hearing_postponed": Paper("hearing_postponed", "听改", "hearing"),
    "hearing_minutes": Paper("hearing_minutes", "听录", "minutes"),
    "deemed_renewal": Paper("deemed_renewal", "延准", "renewal"),
}


PRESCREENING = "《无锡市政务服务“一网通办”工作规范》第二十二条第二款"
# 动态调整: the ground of following a newer guide is the same under every regime.
ADJUSTING = "《无锡市政务服务“一网通办”工作规范》第八条"
REPEATED = frozenset(
    {
        "supplement",
        "prescreened",
        "special_procedure",
        "new_version",
        "deferred",
        "commitment_check",
        "rectification",
        "rectification_report",
        "hearing_postponed",
    }
)
DECISIONS = frozenset({"grant", "refusal"})
