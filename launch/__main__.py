"""``python -m launch serve|manage|database``: what the scripts in bin/ call."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

from launch import commands, places
from launch.backup import back_up
from launch.restore import restore
from launch.serve import Wish, serve
from launch.trouble import Stopped, Trouble

HIGHEST_PORT = 65535
ASKS_FOR_HELP = frozenset({"help", "-h", "--help"})
APART = frozenset({"scenario"})  # commands on a database of their own
OWN_COMMANDS = """bin/tongban [--state DIR] COMMAND …

[launch]
    backup FILE     备份整个系统：数据库、文件和密钥 / copy everything: database, files and keys
    restore FILE    从备份恢复到一个新的状态目录 / restore a copy into a new state folder"""


def main(arguments: Sequence[str]) -> int:
    """Run one verb; trouble becomes one line and exit code 1, a signal an orderly stop."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    verb, rest = (arguments[0], list(arguments[1:])) if arguments else ("", [])
    try:
        return VERBS.get(verb, _unknown)(rest)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except Stopped:
        return 0 if verb == "serve" else 130


def _stop(_number: int, _frame: FrameType | None) -> None:
    """Begin to stop; from here on nothing may interrupt the stopping."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise Stopped


def _serve(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("bin/serve", description="启动系统 / start the system")
    parser.add_argument("--port", type=port, default=8000, help="端口 / port (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="地址 / address (127.0.0.1)")
    parser.add_argument("--state", metavar="DIR", help="状态目录 / state folder")
    parser.add_argument("--no-sample", action="store_true", help="不装入示例城市 / without the sample city")
    given = parser.parse_args(arguments)
    serve(Wish(places.state_folder(given.state), given.host, given.port, sample=not given.no_sample))
    return 0


def port(text: str) -> int:
    """Read a port number."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= HIGHEST_PORT):
        raise argparse.ArgumentTypeError(f"端口应为 1 到 {HIGHEST_PORT} 的整数 / a port is 1 to {HIGHEST_PORT}")
    return int(text)


def _manage(arguments: Sequence[str]) -> int:
    """Run ``bin/tongban [--state DIR] COMMAND …``; backup and restore are the launcher's own commands."""
    parser = argparse.ArgumentParser("bin/tongban", add_help=False)
    parser.add_argument("--state", metavar="DIR")
    given, rest = parser.parse_known_args(arguments[:2])
    rest += arguments[2:]
    if rest[:1] in (["backup"], ["restore"]):
        return _copy(rest[0], rest[1:], given.state)
    if not rest or rest[0] in ASKS_FOR_HELP or not {"-h", "--help"}.isdisjoint(rest):
        return _help(rest)
    if rest[0] in APART:
        return commands.apart([rest[0], *map(_from_here, rest[1:])])
    return commands.manage(places.state_folder(given.state), rest)


def _from_here(word: str) -> str:
    """Return a file that is named from where we were called as the programme, which runs elsewhere, finds it."""
    return str(Path(word).resolve()) if Path(word).exists() else word


def _help(arguments: Sequence[str]) -> int:
    """Say what can be done; nothing is made, opened or started for that."""
    named = [word for word in arguments if word not in ASKS_FOR_HELP]
    if named[:1] in (["backup"], ["restore"]):
        return _copy(named[0], ["--help"], None)
    if not named:
        print(OWN_COMMANDS, flush=True)
    return commands.foreground([sys.executable, "-m", "tongban", *(arguments or ["help"])], commands.without_state())


def _copy(verb: str, arguments: Sequence[str], chosen: str | None) -> int:
    parser = argparse.ArgumentParser(f"bin/tongban {verb}")
    parser.add_argument("file", type=Path, metavar="FILE", help="备份文件 / the backup")
    parser.add_argument("--state", metavar="DIR", default=chosen, help="状态目录 / state folder")
    given = parser.parse_args(arguments)
    file, root = given.file.expanduser().resolve(), places.state_folder(given.state)
    if verb == "backup":
        back_up(root, file)
        print(f"已备份到 {file}（内含密钥，请妥善保管） / backed up to {file}; it holds keys, keep it safe")
    else:
        restore(file, root)
        print(f"已恢复到 {root} / restored into {root}")
    return 0


def _database(arguments: Sequence[str]) -> int:
    """Run a command with a database in its environment."""
    parser = argparse.ArgumentParser("python -m launch database")
    parser.add_argument("--state", metavar="DIR")
    parser.add_argument("--durable", action="store_true")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    given = parser.parse_args(arguments)
    command = given.command[1:] if given.command[:1] == ["--"] else given.command
    if not command:
        parser.error("no command")
    root = places.state_folder(given.state) if given.state else None
    return commands.with_database(command, root=root, durable=given.durable)


def _unknown(_arguments: Sequence[str]) -> int:
    print("python -m launch serve|manage|database", file=sys.stderr)
    return 2


VERBS: dict[str, Callable[[Sequence[str]], int]] = {"serve": _serve, "manage": _manage, "database": _database}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
