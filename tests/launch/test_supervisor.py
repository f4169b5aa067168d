from __future__ import annotations

import time

import pytest

from launch import children, supervisor
from launch.supervisor import Child, Supervisor
from launch.trouble import Trouble


def until_dead(child: Child) -> None:
    assert child.process
    while not children.ended(child.process):
        time.sleep(0.01)


def pauses(child: Child, deaths: int, life: float = 0.0) -> list[float]:
    """Let the child die several times on a clock of ours; return how long it waited each time."""
    now, waits = 0.0, []
    for _ in range(deaths):
        child.look(now)
        until_dead(child)
        now += life
        child.look(now)
        waits.append(child.start_at - now)
        now = child.start_at
    return waits


def test_a_child_that_keeps_dying_is_started_ever_more_slowly() -> None:
    assert pauses(Child("web", ["false"], {}), 9) == [0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 30.0]


def test_a_child_that_lived_long_is_started_at_once() -> None:
    assert pauses(Child("web", ["false"], {}), 3, life=supervisor.CALM + 1) == [0.0, 0.0, 0.0]


def test_a_waiting_child_is_not_started_before_its_time() -> None:
    child = Child("web", ["true"], {}, start_at=10.0)

    child.look(9.9)
    assert child.process is None
    child.look(10.0)

    assert child.process is not None
    until_dead(child)


def test_a_system_that_cannot_start_is_given_up_with_a_sentence(capfd: pytest.CaptureFixture[str]) -> None:
    watch = Supervisor([Child("web", ["false"], {})])

    with pytest.raises(Trouble, match="系统没有就绪"):
        watch.until_ready("127.0.0.1", 1)

    assert "web 已退出（1）" in capfd.readouterr().err


def test_a_system_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGBAN_READY_SECONDS", "1")
    watch = Supervisor([Child("web", ["sleep", "60"], {"PATH": "/usr/bin:/bin"})])

    with pytest.raises(Trouble, match="系统没有就绪"):
        watch.until_ready("127.0.0.1", 1)

    watch.stop()
    assert watch.family[0].process
    assert watch.family[0].process.returncode is not None


def test_nobody_answers_on_a_closed_port() -> None:
    assert not supervisor.answers("127.0.0.1", 1)
