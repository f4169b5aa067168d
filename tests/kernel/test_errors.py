from __future__ import annotations

import pytest

from tongban.kernel.errors import Broken, NotAllowed, NotFound, Refused, Unavailable, WrongState

KINDS = [Refused, NotAllowed, NotFound, WrongState, Broken, Unavailable]


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_sentence_the_docstring_is_the_sentence(kind: type[Refused]) -> None:
    refusal = kind()

    assert refusal.message == str(refusal) == kind.__doc__
    assert refusal.message.endswith("。")


@pytest.mark.parametrize("kind", KINDS)
def test_a_sentence_and_the_field_it_is_about_are_kept(kind: type[Refused]) -> None:
    refusal = kind("请填写姓名。", field="name")

    assert (refusal.message, refusal.field) == ("请填写姓名。", "name")


def test_every_kind_has_a_code_of_its_own() -> None:
    assert len({kind.code for kind in KINDS}) == len(KINDS)


def test_a_wrong_state_names_what_is_open() -> None:
    assert WrongState(open_verbs=("accept",)).open_verbs == ("accept",)
