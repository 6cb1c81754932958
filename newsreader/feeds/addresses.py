"""Addresses: what of one goes over the wire, and which ones lie in a network of the reader's own."""

from __future__ import annotations

import re
import socket
import unicodedata
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from newsreader.feeds.messages import FetchError
from newsreader.text import clean_line, clean_url, truncate

# IPv4 inside IPv6: the last four bytes are an address of the old kind (RFC 6052: networks that speak only the new one
# reach the whole old Internet so), or the four behind the prefix (RFC 3056).
_NAT64 = IPv6Network("64:ff9b::/96")
_6TO4 = IPv6Network("2002::/16")
# Names that no public server has (RFC 6761, RFC 6762, RFC 8375, and ICANN's for private use).
_PRIVATE_NAMES = re.compile(r"(?:.+\.)?(?:localhost|local|localdomain|internal|home\.arpa|lan|intranet)")
_SHOWN_CELLS = 60


class Target(NamedTuple):
    """An address as it is asked for: all ASCII, without name, password or fragment; `host` in lower case."""

    url: str
    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> str:
        """`https://example.org:8443`: what all addresses of one server begin with."""
        return urlunsplit(urlsplit(self.url)._replace(path="", query=""))


def read_target(url: str, base: str = "") -> Target:
    """The target of an address, relative to `base`. Raises FetchError where it is none of the web."""
    try:
        parts = urlsplit(urljoin(base, "".join(url.split())))
        host = to_ascii_host(unquote(parts.hostname or ""))
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        host = ""
    if not host or parts.scheme not in ("http", "https"):
        raise FetchError(f"{say_address(url)} is no address of the web")
    is_default = port == (443 if parts.scheme == "https" else 80)
    written = f"[{host}]" if ":" in host else host
    netloc = written if is_default else f"{written}:{port}"
    path = parts.path or "/"
    cleaned = clean_url(urlunsplit((parts.scheme, netloc, path, parts.query, "")))
    if not cleaned:
        raise FetchError(f"{say_address(url)} is no address of the web")
    return Target(cleaned, parts.scheme, host, port)


def to_ascii_host(host: str) -> str:
    """A host's name as the network knows it: `bücher.example` is `xn--bcher-kva.example`.

    As browsers do it (UTS 46 without its transitional part), but for the check which letters are allowed.
    """
    if host.isascii():
        return host.lower()
    labels = unicodedata.normalize("NFKC", host).lower().replace("\u3002", ".").split(".")
    return ".".join(
        label if label.isascii() else f"xn--{unicodedata.normalize('NFC', label).encode('punycode').decode('ascii')}"
        for label in labels
    )


def say_address(url: str) -> str:
    """A foreign address as a message shows it: harmless and short, without a password."""
    return truncate(clean_line(re.sub(r"//[^/?#]*@", "//", url)), _SHOWN_CELLS)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the Internet: not of this machine, this network, a group, or of no use yet."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address) and (inner := _find_ipv4(ip)) is not None:
        ip = inner
    is_local = isinstance(ip, IPv6Address) and ip.is_site_local
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_loopback or is_local)


def _find_ipv4(ip: IPv6Address) -> IPv4Address | None:
    if ip in _NAT64:
        return IPv4Address(ip.packed[12:])
    if ip in _6TO4:
        return IPv4Address(ip.packed[2:6])
    return ip.ipv4_mapped


def is_public_name(host: str) -> bool:
    """Whether a host may be one of the Internet going by its name alone, where a proxy finds its address."""
    try:
        return is_public(host)
    except ValueError:
        pass
    try:
        # `127.1`, `0x7f000001` and `2130706433` are addresses too.
        return is_public(socket.inet_ntoa(socket.inet_aton(host)))
    except OSError:
        pass
    name = host.rstrip(".")
    return "." in name and not _PRIVATE_NAMES.fullmatch(name)
