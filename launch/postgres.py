"""The embedded PostgreSQL server of a state: started, checked by connecting, stopped."""

from __future__ import annotations

import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg

from launch import accounts, binaries, children, cluster, leftovers, passwords, roles, sockets
from launch.state import State
from launch.trouble import Trouble

PATIENCE = 300.0  # seconds for recovery after a crash of a large database
RETRY = 15.0  # seconds for the last processes of a killed server to leave its memory
LONGEST_LOG = 2**20  # bytes
CRASH_SAFE_OFF = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def url(role: str, password: str, socket: Path) -> str:
    """Return how a role reaches the database through its socket."""
    return f"postgresql://{role}:{quote(password, safe='')}@/{passwords.DATABASE}?host={quote(str(socket), safe='/')}"


def _kept(log: Path) -> int:
    """Put a grown log aside and return how much of it there is."""
    if log.exists() and log.stat().st_size > LONGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
    return log.stat().st_size if log.exists() else 0


@dataclass
class Postgres:
    """One server. ``durable=False`` is for throwaway databases of tests only."""

    state: State
    durable: bool = True
    for_tests: bool = False
    program: binaries.Binaries = field(default_factory=binaries.find)
    process: subprocess.Popen[bytes] | None = None
    _log_from: int = 0

    def __post_init__(self) -> None:
        """Choose the account, the socket and the passwords."""
        self.account = accounts.for_data(self.state.db.resolve())
        self.socket = sockets.folder(self.state, self.account)
        self.passwords = passwords.of(self.state)

    @property
    def application_url(self) -> str:
        """For the application, which owns nothing."""
        return url(passwords.APPLICATION, self.passwords.application, self.socket)

    @property
    def owner_url(self) -> str:
        """For changes of the schema."""
        return url(passwords.OWNER, self.passwords.owner, self.socket)

    def start(self) -> None:
        """Start the server and return when it answers as ours, with its roles and its database in place."""
        data = cluster.ensure(self.state, self.program, self.account, self.socket, self.passwords.superuser)
        leftovers.stop_leftover(data, self.socket)
        deadline = time.monotonic() + RETRY
        while not self._launched(data):
            reason = self._reason()
            if "shared memory" not in reason or time.monotonic() > deadline:
                raise Trouble(f"数据库无法启动：{reason}", f"the database does not start: {reason}")
            time.sleep(0.3)
        self._check(data)
        roles.ensure(self.connect, self.passwords, for_tests=self.for_tests)

    def _launched(self, data: Path) -> bool:
        """Start the process and wait until it takes connections; False when it ended instead."""
        self._log_from = _kept(self._log)
        with self._log.open("ab") as log:
            self.process = children.spawn(
                self._command(data),
                environment={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
                account=self.account,
                when_orphaned=signal.SIGINT,
                output=log,
            )
        deadline = time.monotonic() + PATIENCE
        while not children.ended(self.process):
            try:
                self.connect().close()
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    self.stop()
                    raise Trouble(f"数据库没有应答：{error}", f"the database does not answer: {error}") from error
                time.sleep(0.05)
            else:
                return True
        return False

    @property
    def _log(self) -> Path:
        return self.state.run / "postgres.log"

    def _reason(self) -> str:
        """Return what the server said last since we started it."""
        return cluster.last_line(self._log.read_bytes()[self._log_from :].decode(errors="replace"))

    def _command(self, data: Path) -> list[str]:
        """Build the command line: only the socket, and logs that hold no values of anybody's data."""
        options = [
            "listen_addresses=",
            f"unix_socket_directories={self.socket}",
            "unix_socket_permissions=0700",
            "max_connections=200",
            "log_min_messages=log",  # starts, stops, crashes; a refused row is the application's to report
            "log_min_error_statement=panic",
            "log_error_verbosity=terse",
            "log_checkpoints=off",
            *(() if self.durable else CRASH_SAFE_OFF),
        ]
        settings = [word for option in options for word in ("-c", option)]
        return [self.program.program("postgres"), "-D", str(data), *settings]

    def connect(self, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        """Connect as the launcher itself."""
        return psycopg.connect(
            host=str(self.socket),
            dbname=database,
            user=passwords.SUPERUSER,
            password=self.passwords.superuser,
            connect_timeout=5,
            autocommit=True,
        )

    def _check(self, data: Path) -> None:
        """Make sure that what answers with our password is the server of our folder."""
        with self.connect() as connection:
            row = connection.execute("SHOW data_directory").fetchone()
        if row is None or Path(str(row[0])).resolve() != data:
            self.stop()
            raise Trouble(f"{self.socket} 上应答的是另一个数据库", f"another server answers at {self.socket}")

    def ended(self) -> bool:
        """Tell whether the server is gone."""
        return self.process is None or children.ended(self.process)

    def stop(self) -> None:
        """End all sessions and stop; insists after a while, which costs only a recovery at the next start."""
        if self.process is not None and not children.ended(self.process):
            children.stop([self.process], seconds=5, number=signal.SIGINT)
