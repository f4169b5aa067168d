"""Every word that a scenario may use for something that has a code, so that none is taken for nothing in silence.

Codes and their Chinese names come from the rooms themselves: what is added there is known here the same day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings

from tongban.cases import api as cases
from tongban.cases.complaints import api as complaints
from tongban.cases.window import api as window
from tongban.config.scenarios.reading import Unreadable, plain
from tongban.duties import api as duties
from tongban.kernel.errors import Refused
from tongban.messages import api as messages

Names = Mapping[str, str]
WITH_WORDS = frozenset({"include", "includes", "contains", "exclude", "excludes", "lacks", "first", "last"})
NAMED = 12  # so many words are named where one is wrong; the page has them all
DECISIONS = {"grant": ("准予行政许可决定书", "办理结果通知书"), "refusal": ("不予行政许可决定书", "不予办理决定书")}
OF_LICENCES = {cases.State.GRANTED: ["准予许可"], cases.State.REFUSED: ["不予许可"]}
WHERE = "全部的见 scenario-verbs.md"
# Whose refusals a scenario meets: those of the rooms that it acts in.
OF_REFUSALS = ("tongban.cases.", "tongban.catalog.", "tongban.duties.", "tongban.identity.", "tongban.kernel.")
_COUNTED = re.compile(r"[-_ ]\d+$")  # special_procedure-2 is the second of its kind
CLOCK_STATES = {"OPEN": "正在计算", "MET": "已经完成", "LIFTED": "不再计算", "LAPSED": "过了期，依法产生后果"}
STOPPING = frozenset({"suspend", "resume"})


def grounds(verb: str) -> dict[str, str]:
    """Return the grounds of a verb under any of the rules, with their names; nothing where it asks for none."""
    if verb == "refuse_acceptance":
        return {str(code): name for code, name in cases.GROUND_NAMES.items()}
    found: dict[str, str] = {}
    for regime in duties.regimes():
        rows = regime.endings if verb == "terminate" else regime.excluded if verb in STOPPING else ()
        found |= {one.code: one.name for one in rows}
    return found


def states() -> dict[str, str]:
    """Return the states of a case; a decision on a licence is also called as the law of licensing does."""
    return {str(one): "、".join([cases.LABELS[one], *OF_LICENCES.get(one, ())]) for one in cases.State}


def acts() -> dict[str, str]:
    """Return what may stand on a timeline or be open to somebody."""
    return {str(one): cases.LABELS[one] for one in cases.Verb} | {str(one): n for one, n in cases.ASIDE_NAMES.items()}


def clock_kinds() -> dict[str, str]:
    """Return the kinds of clocks."""
    return {str(one): name for one, name in duties.KIND_NAMES.items()}


def lights() -> dict[str, str]:
    """Return how a clock may look."""
    return {str(one): name for one, name in duties.LIGHT_NAMES.items()}


def papers() -> dict[str, str]:
    """Return the kinds of official documents, with their titles."""
    return dict(cases.PAPERS) | {kind: "、".join(titles) for kind, titles in DECISIONS.items()}


def told() -> dict[str, str]:
    """Return the messages, with their titles."""
    return {code: template.zh.title for code, template in messages.TEMPLATES.items()}


def promised() -> dict[str, str]:
    """Return what may be promised."""
    return {str(one): str(one.label) for one in cases.Promised}


def ways() -> dict[str, str]:
    """Return how a result may be delivered."""
    return {str(one): str(name) for one, name in window.WAY_NAMES.items()}


def signatures() -> dict[str, str]:
    """Return how receipt may be acknowledged at the window."""
    return {str(one): name for one, name in window.SIGNATURE_NAMES.items() if one != window.Signature.BY_POST}


def proofs() -> dict[str, str]:
    """Return by what it may be checked who stands at the window."""
    return {str(window.Proof.CARD_READER): "读取身份证", str(window.Proof.DOCUMENT): "核对证件原件"}


def about() -> dict[str, str]:
    """Return what may be said of a case."""
    return {str(one): str(one.label) for one in complaints.About}


def refusals() -> dict[str, str]:
    """Return the codes of the refusals of the rooms that a scenario acts in, each with its usual sentence."""
    _read_errors()
    found = {one.code: " ".join((one.__doc__ or "").split()) for one in reversed(list(_classes(Refused))) if _ours(one)}
    return dict(sorted(found.items()))


def _ours(kind: type[Refused]) -> bool:
    return kind.__module__.startswith(OF_REFUSALS) and "code" in vars(kind)


@cache
def _read_errors() -> None:
    """Read where refusals are written: which there are must not follow from what this process did before."""
    for room in OF_REFUSALS:
        base = settings.BASE_DIR / room.strip(".").replace(".", "/")
        for path in sorted([*base.rglob("errors.py"), *base.rglob("refusals.py")]):
            import_module(".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts))


def _classes(kind: type[Refused]) -> Iterator[type[Refused]]:
    yield kind
    for one in kind.__subclasses__():
        yield from _classes(one)


def refusal_words() -> dict[str, str]:
    """Return every word for a refusal: codes, names of classes, the numbers of families."""
    _read_errors()
    return {word: "" for one in _classes(Refused) for word in (one.code, one.__name__, str(one.status))}


def check_refusal(expected: Any) -> None:  # noqa: ANN401 - any JSON
    """Refuse a word that no refusal is called by."""
    known = {plain(word) for word in refusal_words()}
    wrong = [one for one in (expected if isinstance(expected, list) else [expected]) if plain(one) not in known]
    if wrong and wrong != [None]:
        raise Unreadable(f"refused 没有“{wrong[0]}”；可以写 true、403、404、409、422，或者拒绝的代码，{WHERE}")


def one_of(what: str, word: object, names: Names) -> str:
    """Return the code of what is called so; Unreadable with what there is where nothing is."""
    asked = plain(word)
    for code, name in names.items():
        if asked in {plain(one) for one in (code, code.rpartition(".")[2], name, *name.split("、"))}:
            return code
    raise Unreadable(f"{what} 没有“{word}”，有的是：{listed(names)}")


def listed(names: Names) -> str:
    """Return the words to choose from, the first of them where they are many."""
    shown = [f"{code}（{name}）" if name else code for code, name in list(names.items())[:NAMED]]
    return "、".join(shown) + (f"等，{WHERE}" if len(names) > NAMED else "")


def check(what: str, expected: Any, names: Names, *, also: Iterable[str] = ()) -> None:  # noqa: ANN401 - any JSON
    """Refuse a word in an expectation that nothing is called by: it could never be there, and never be missed.

    ``also``: what is known besides. In a list compared in part the words stand behind include, exclude, first, last.
    """
    if isinstance(expected, Mapping):
        parts = [value for key, value in expected.items() if plain(key) in WITH_WORDS]
    else:
        parts = [expected]
    known = {plain(one) for one in also}
    for word in (one for part in parts for one in (part if isinstance(part, list) else [part])):
        if isinstance(word, Mapping | list | bool | float):
            raise Unreadable(f"{what} 里要写名称，不能是 {word!r}")
        if word is not None and plain(word) not in known:
            one_of(what, _COUNTED.sub("", str(word)), names)
