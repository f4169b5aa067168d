"""What is for staff only, such as that something is still to be confirmed, is in nothing that people are sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from tongban.cases.services.for_people import for_people
from tongban.documents import templates
from tongban.duties import api as duties
from tongban.kernel.wording import without_remarks
from tongban.messages import api as messages

REMARK = re.compile("待核定|凭记忆|本市默认|本系统默认")


def told(value: object, name: str = "") -> Iterator[str]:
    """Yield every text of a regime that reaches people; its source and its notes are for staff."""
    if isinstance(value, str) and name not in {"note", "source"}:
        yield value
    if is_dataclass(value):
        for field in fields(value):
            yield from told(getattr(value, field.name), field.name)
    if isinstance(value, tuple):
        for one in value:
            yield from told(one)


def test_no_limit_ground_or_article_of_any_regime_has_a_remark() -> None:
    found = [text for regime in duties.regimes() for text in told(regime)]
    found += [text for regime in duties.regimes() for act in regime.acts.values() for text in act]

    assert len(found) > 100
    assert [text for text in found if REMARK.search(text)] == []


def test_no_message_and_no_template_of_a_paper_has_a_remark() -> None:
    written = [repr(one) for one in messages.TEMPLATES.values()]
    written += [path.read_text("utf-8") for path in templates.ROOT.glob("**/*.typ")]

    assert [text for text in written if REMARK.search(text)] == []


def test_what_a_guide_says_is_to_be_confirmed_stays_out_of_its_papers() -> None:
    facts = {
        "articles": ["《食品安全法》第七条（条号待核定）"],
        "remedies": [{"to": "市政府（复议机关待核定）", "within": "六十日"}],
        "reason": "（待核定）",
    }

    paper = for_people(facts)

    assert paper["articles"] == ["《食品安全法》第七条"]
    assert paper["remedies"] == [{"to": "市政府", "within": "六十日"}]
    assert paper["reason"] == "（待核定）"  # what somebody wrote is theirs


def test_only_the_remark_is_taken_out() -> None:
    text = "本机关（办公室）的期限（本市默认，待核定）：十日（工作日）"

    assert without_remarks(text) == "本机关（办公室）的期限：十日（工作日）"
