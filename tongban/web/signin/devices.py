"""What is kept of a device and of an address: enough to know one's own again, too little to follow anybody."""

from __future__ import annotations

from ipaddress import IPv4Address, ip_address

# The first that fits: what is more special stands first, because browsers say each other's names as well.
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("OpenHarmony", "HarmonyOS"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("AlipayClient", "Alipay"),
    ("DingTalk", "DingTalk"),
    ("Edg/", "Edge"),
    ("HuaweiBrowser", "Huawei"),
    ("MiuiBrowser", "Mi"),
    ("UCBrowser", "UC"),
    ("QQBrowser", "QQ"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
GROUPS = 3
"""Of the eight groups of an IPv6 address; a household has four."""


def describe(agent: str) -> str:
    """Return the sort of device and browser, such as “Windows · Edge”; nothing for what says neither."""
    found = [next((name for sign, name in known if sign in agent), "") for known in (SYSTEMS, BROWSERS)]
    return " · ".join(filter(None, found))


def masked(address: str) -> str:
    """Return an address without the end that tells the single device; nothing for no address."""
    if not address:
        return ""
    read = ip_address(address)
    if isinstance(read, IPv4Address):
        return f"{address.rpartition('.')[0]}.*"
    return f"{':'.join(f'{int(group, 16):x}' for group in read.exploded.split(':')[:GROUPS])}:*"
