"""What a scenario may expect, and how it is found out: one function for each expectation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from tongban.cases import api as cases
from tongban.cases.complaints import api as complaints
from tongban.config.scenarios import matching, vocabulary
from tongban.config.scenarios.matching import Difference, Word
from tongban.config.scenarios.reading import Unreadable, plain
from tongban.config.scenarios.stage import Stage
from tongban.documents import api as documents
from tongban.duties import api as duties
from tongban.kernel.errors import Refused
from tongban.messages import api as messages

Expecting = Callable[[Stage, Any], list[Difference]]
MOMENTS = {"received": "收件", "accepted": "受理", "closed": "办结", "delivered": "送达"}
LIGHTS = {**vocabulary.lights(), **{code: name for code, name in vocabulary.CLOCK_STATES.items() if code == "OPEN"}}
OF_A_CLOCK = frozenset({"light", "state", "due", "left", "estimated", "basis", "explain"})


def state(stage: Stage, expected: Any) -> list[Difference]:  # noqa: ANN401 - whatever JSON holds, here and below
    """办件的状态，写代码或者中文。"""
    vocabulary.check("state", expected, vocabulary.states(), also=matching.NONE)
    now = stage.case().state
    return matching.word("state", expected, Word(now, frozenset(vocabulary.states()[now].split("、"))))


def due(stage: Stage, expected: Any) -> list[Difference]:  # noqa: ANN401
    """每种时限的最后一天（写到分钟，就比较到分钟）：时限种类 → 日期；null：没有到期日。"""
    found: list[Difference] = []
    for kind, wanted in _object("due", expected):
        clock, path = _clock(stage, kind), f"due.{kind}"
        exact = ":" in str(wanted)
        ends = None if clock is None else clock.due_at if exact else clock.due_date
        found += matching.day(path, wanted, ends, stage.calendar)
    return found


def clocks(stage: Stage, expected: Any) -> list[Difference]:  # noqa: ANN401
    """每种时限的灯或者状态，null：没有这种时限；也可以写对象：light、state、due、left、estimated、basis、explain。"""
    found: list[Difference] = []
    for kind, wanted in _object("clocks", expected):
        clock, path = _clock(stage, kind), f"clocks.{kind}"
        if not isinstance(wanted, Mapping):
            vocabulary.check(path, wanted, LIGHTS, also=matching.NONE)
        if clock is None or not isinstance(wanted, Mapping):
            found += matching.word(path, wanted, _light(clock) if clock else None)
            continue
        for key, value in wanted.items():
            found += _of_clock(stage, clock, path, plain(key), value)
    return found


def explain(stage: Stage, expected: Any) -> list[Difference]:  # noqa: ANN401
    """时限的计算说明里要有的话：时限种类 → 一句或者几句。"""
    found: list[Difference] = []
    for kind, wanted in _object("explain", expected):
        clock = _clock(stage, kind)
        found += matching.texts(f"explain.{kind}", wanted, clock.explanation if clock else "")
    return found


def papers(stage: Stage, expected: Any) -> list[Difference]:  # noqa: ANN401
    """到这时候为止的全部文书，按先后，写种类或者标题。"""
    vocabulary.check("papers", expected, vocabulary.papers())
    rows = cases.document_list(stage.case())
    got = [Word(row.kind, frozenset({row.title, row.kind.partition("-")[0]})) for row in rows]
    return matching.words("papers", expected, got)


def paper_says(stage: Stage, expected: Any) -> list[Difference]:  # noqa: ANN401
    """一种文书里要有的话：种类 → 一句或者几句。"""
    found: list[Difference] = []
    for kind, wanted in _object("paper_says", expected):
        vocabulary.check("paper_says", kind, vocabulary.papers())
        found += matching.texts(f"paper_says.{kind}", wanted, _written(stage, kind))
    return found


def told(stage: Stage, expected: Any) -> list[Difference]:  # noqa: ANN401
    """申请人收到的关于这个办件的消息，按先后，写标题或者模板代码。"""
    vocabulary.check("messages", expected, vocabulary.told())
    codes: dict[str, set[str]] = {}
    for code, template in messages.TEMPLATES.items():
        codes.setdefault(template.zh.title, set()).update({code, code.partition(".")[2]})
    got = [Word(one.title, frozenset(codes.get(one.title, ()))) for one in _inbox(stage)]
    return matching.words("messages", expected, got)


def message_says(stage: Stage, expected: Any) -> list[Difference]:  # noqa: ANN401
    """申请人收到的消息里要有的话。"""
    return matching.texts("message_says", expected, " ".join(f"{one.title} {one.body}" for one in _inbox(stage)))


def open_verbs(stage: Stage, expected: Any) -> list[Difference]:  # noqa: ANN401
    """每个人现在能做什么：谁 → 动作，不论先后。"""
    found: list[Difference] = []
    for who, wanted in _object("open_verbs", expected):
        vocabulary.check(f"open_verbs.{who}", wanted, vocabulary.acts())
        actor = stage.people.actor(who, at=stage.at)
        verbs = cases.open_verbs(actor, stage.case(), at=stage.at)
        got = [Word(verb, frozenset({cases.LABELS.get(verb, verb)})) for verb in verbs]
        found += matching.words(f"open_verbs.{who}", wanted, got, ordered=False)
    return found


def timeline(stage: Stage, expected: Any) -> list[Difference]:  # noqa: ANN401
    """办件经过，按先后，写动作。"""
    vocabulary.check("timeline", expected, vocabulary.acts())
    got = [Word(step.verb, frozenset({step.name})) for step in cases.timeline(stage.case())]
    return matching.words("timeline", expected, got)


def visible(stage: Stage, expected: Any) -> list[Difference]:  # noqa: ANN401
    """办件对谁存在：谁 → true 或者 false。"""
    found: list[Difference] = []
    for who, wanted in _object("visible", expected):
        found += matching.value(f"visible.{who}", wanted, _exists(stage, who))
    return found


def dated(name: str) -> Expecting:
    """Return the expectation of a moment of the case, as a day or to the minute."""

    def expecting(stage: Stage, expected: Any) -> list[Difference]:  # noqa: ANN401
        moment: datetime | date | None = getattr(stage.case(), f"{name}_at")
        return matching.day(f"{name}_on", expected, moment, stage.calendar)

    expecting.__doc__ = f"{MOMENTS[name]}的日期（写到分钟，就比较到分钟）；null：还没有。"
    return expecting


def guide_version(stage: Stage, expected: Any) -> list[Difference]:  # noqa: ANN401
    """办件适用的办事指南比情景开始时的新几版：0、1 ……"""
    return matching.value("guide_version", expected, stage.case().guide.version - stage.first_version)


def refused(stage: Stage, expected: Any) -> list[Difference]:  # noqa: ANN401
    """这一步是否被拒绝：true、拒绝的代码或者类名、状态号（403、404、409、422）。没有写，就是期望办成。"""
    refusal = stage.refusal
    if expected is not True and expected is not False:
        vocabulary.check_refusal(expected)
    if expected in (False, None):
        return [] if refusal is None else [_refusal(refusal, "办成")]
    if refusal is None:
        return [Difference("refused", "拒绝" if expected is True else f"拒绝（{matching.shown(expected)}）", "办成了")]
    names = Word(refusal.code, frozenset({type(refusal).__name__, str(refusal.status), *_families(refusal)}))
    if expected is True or not matching.word("refused", expected, names):
        return []
    return [_refusal(refusal, matching.shown(expected))]


def says(stage: Stage, expected: Any) -> list[Difference]:  # noqa: ANN401
    """拒绝的那句话里要有的话。"""
    return matching.texts("says", expected, stage.refusal.message if stage.refusal else "")


def faults(stage: Stage, expected: Any) -> list[Difference]:  # noqa: ANN401
    """拒绝时指出的问题、材料或者栏目，不论先后。"""
    refusal = stage.refusal
    named = list(getattr(refusal, "faults", {})) or ([refusal.field] if refusal and refusal.field else [])
    got = [Word(one, frozenset({one.rpartition(".")[2], f"form.{one}"})) for one in named]
    return matching.words("faults", expected, got, ordered=False)


EXPECTATIONS: dict[str, Expecting] = {
    "state": state,
    "refused": refused,
    "says": says,
    "faults": faults,
    "due": due,
    "clocks": clocks,
    "explain": explain,
    "papers": papers,
    "paper_says": paper_says,
    "messages": told,
    "message_says": message_says,
    "open_verbs": open_verbs,
    "timeline": timeline,
    "visible": visible,
    "received_on": dated("received"),
    "accepted_on": dated("accepted"),
    "closed_on": dated("closed"),
    "delivered_on": dated("delivered"),
    "guide_version": guide_version,
}
"""Every expectation by its name."""

OTHER_NAMES = {
    "notices": "papers",
    "documents": "papers",
    "explain_contains": "explain",
    "explanation": "explain",
    "clock": "clocks",
    "message": "messages",
    "verbs": "open_verbs",
    "refusal": "refused",
    "received_at": "received_on",
    "accepted_at": "accepted_on",
    "closed_at": "closed_on",
    "decided_on": "closed_on",
    "delivered_at": "delivered_on",
    "visible_to": "visible",
}


def expectation(key: str) -> str:
    """Return the name of an expectation as it is meant; Unreadable for none."""
    name = plain(key)
    name = OTHER_NAMES.get(name, name)
    if name not in EXPECTATIONS:
        raise Unreadable(f"expect 没有“{key}”，可以写的是：{'、'.join(EXPECTATIONS)}")
    return name


def differences(stage: Stage, expected: Mapping[str, Any]) -> list[Difference]:
    """Return everything that is not as expected; whether the step was refused is always looked at."""
    told = {"refused": False} | {expectation(key): value for key, value in expected.items()}
    return [one for name, value in told.items() for one in EXPECTATIONS[name](stage, value)]


def _object(what: str, expected: object) -> list[tuple[str, Any]]:
    if not isinstance(expected, Mapping):
        raise Unreadable(f"{what} 要写成对象 {{…}}")
    return list(expected.items())


def _clock(stage: Stage, word: str) -> duties.Clock | None:
    """Return the clock of a kind: the one that runs, else the last of them."""
    kinds = {plain(kind): kind for kind in duties.Kind} | {name: kind for kind, name in duties.KIND_NAMES.items()}
    kind = kinds.get(plain(word))
    if kind is None:
        raise Unreadable(f"没有“{word}”这种时限，有的是：{'、'.join(duties.Kind)}")
    case = stage.case()
    owed = [one.clock for one in complaints.said_of(case, at=stage.at) if one.clock]
    rows = [one for one in [*cases.clocks(case, at=stage.at), *owed] if one.kind == kind]
    running = [one for one in rows if one.state == duties.State.OPEN]
    found = running or rows
    return found[-1] if found else None


def _light(clock: duties.Clock) -> Word:
    return Word(clock.light, frozenset({clock.light_name, clock.state}))


def _called(state: str) -> frozenset[str]:
    return frozenset({vocabulary.CLOCK_STATES[state]})


def _of_clock(stage: Stage, clock: duties.Clock, path: str, key: str, wanted: Any) -> list[Difference]:  # noqa: ANN401
    path = f"{path}.{key}"
    if key not in OF_A_CLOCK:
        raise Unreadable(f"{path}：可以写的是 {'、'.join(sorted(OF_A_CLOCK))}")
    if key == "due":
        ends = clock.due_at if ":" in str(wanted) else clock.due_date
        return matching.day(path, wanted, ends, stage.calendar)
    if key in {"basis", "explain"}:
        return matching.texts(path, wanted, clock.basis if key == "basis" else clock.explanation)
    if key in {"light", "state"}:
        vocabulary.check(path, wanted, vocabulary.lights() if key == "light" else vocabulary.CLOCK_STATES)
        return matching.word(path, wanted, _light(clock) if key == "light" else Word(clock.state, _called(clock.state)))
    return matching.value(path, wanted, getattr(clock, key))


def _inbox(stage: Stage) -> list[messages.InboxMessage]:
    number = stage.case().number
    return [one for one in reversed(messages.inbox(stage.people.party)) if one.number == number]


def _written(stage: Stage, kind: str) -> str:
    """Return the words of an official document of the case, as they were frozen; nothing where there is none."""
    rows = {row.kind: row for row in stage.case().documents.all()}
    titles = {one.title: one.kind for one in cases.document_list(stage.case())}
    row = rows.get(kind) or rows.get(titles.get(kind, ""))
    return "" if row is None else _leaves(documents.said(row.document_id))


def _leaves(value: object) -> str:
    if isinstance(value, Mapping):
        return " ".join(map(_leaves, value.values()))
    return " ".join(map(_leaves, value)) if isinstance(value, list) else str(value)


def _exists(stage: Stage, who: str) -> bool:
    try:
        cases.case_for(stage.people.actor(who, at=stage.at), stage.case().number)
    except Refused:
        return False
    return True


def _refusal(refusal: Refused, expected: str) -> Difference:
    named = f"，栏目 {refusal.field}" if refusal.field else ""
    return Difference("refused", expected, f"{refusal.code}（{refusal.message}）{named}")


def _families(refusal: Refused) -> set[str]:
    """Return the codes of the classes that a refusal belongs to: whoever expects wrong_state means them all."""
    return {one.code for one in type(refusal).__mro__ if issubclass(one, Refused) and one is not Refused}
