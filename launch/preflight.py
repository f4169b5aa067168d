"""What must be right before anything is written."""

from __future__ import annotations

import errno
import shutil
import socket
from pathlib import Path

from launch import state
from launch.places import number
from launch.trouble import Trouble

SPACE_MB = 500


def check_all(root: Path, host: str, port: int) -> None:
    """Check state folder, disk and port, in the order in which a person would fix them."""
    state.examine(root)
    if state.is_held(root):
        raise state.in_use(root)
    check_space(root)
    check_port(host, port)


def check_space(root: Path) -> None:
    """Make sure there is room for a database to grow in (TONGBAN_MIN_FREE_MB, 500 by default)."""
    needed = number("TONGBAN_MIN_FREE_MB", SPACE_MB)
    place = next(folder for folder in [root, *root.parents] if folder.exists())
    free = shutil.disk_usage(place).free // 2**20
    if free < needed:
        raise Trouble(
            f"磁盘空间不足：{place} 只剩 {free} MB，至少需要 {needed} MB",
            f"not enough disk space at {place}: {free} MB left, {needed} MB needed",
        )


def check_port(host: str, port: int) -> None:
    """Make sure that the port can be served on, by taking it for a moment."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise _port_trouble(host, port, error) from error


def _port_trouble(host: str, port: int, error: OSError) -> Trouble:
    if error.errno == errno.EADDRINUSE:
        return Trouble(
            f"端口 {port} 已被占用，请用 --port 另选一个", f"port {port} is in use; choose another with --port"
        )
    if error.errno == errno.EACCES:
        return Trouble(
            f"没有权限使用端口 {port}，请用 --port 选 1024 以上的端口",
            f"no right to port {port}; choose one above 1023",
        )
    reason = error.strerror or str(error)
    return Trouble(f"无法在 {host}:{port} 上提供服务（{reason}）", f"cannot serve on {host}:{port}: {reason}")
