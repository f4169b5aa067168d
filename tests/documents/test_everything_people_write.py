"""Drawing must not fail, nor differ, whatever a name or a reason is made of."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.documents import samples
from tests.documents.conftest import AT
from tongban.documents import rules, templates, typesetting
from tongban.documents.facts import Template, parsed


def draw(template: str, **changes: object) -> bytes:
    facts = parsed(Template(template), samples.facts(template, **changes)).model_dump(mode="json")
    content = rules.canonical({"number": "锡市监许准〔2026〕1号", "issued_on": "2026-11-23", "facts": facts})
    return typesetting.draw(content, templates.current(template), issued_at=AT)


@pytest.fixture(autouse=True)
def state() -> None:
    """No state is needed here: nothing is issued or kept."""


@settings(max_examples=80, deadline=None)
@given(words=st.text(min_size=1, max_size=80), template=st.sampled_from(sorted(samples.KINDS)))
def test_any_text_is_drawn(words: str, template: str) -> None:
    pdf = draw(template, addressee=f"您{words}", item=f"{words}事项")

    assert pdf.startswith(b"%PDF-1.7")


@given(words=st.text(alphabet="\0\t \r\n\u200b\u202e\u2028", max_size=8))
def test_a_name_of_nothing_that_prints_is_refused(words: str) -> None:
    with pytest.raises(ValidationError, match="nothing to print"):
        parsed(Template.GRANT, samples.facts("grant", addressee=words))


def test_threads_that_draw_together_draw_the_same() -> None:
    first = draw("grant")

    with ThreadPoolExecutor(6) as pool:
        drawn = set(pool.map(lambda _: draw("grant"), range(24)))

    assert drawn == {first}
