"""Why nothing came, in plain words: what urllib3 and servers say, said to a reader."""

from __future__ import annotations

import errno
import socket
import ssl
from http.client import BadStatusLine, IncompleteRead, LineTooLong
from typing import TYPE_CHECKING

from urllib3 import exceptions

from newsreader.feeds.connections import PrivateAddressError
from newsreader.feeds.messages import FetchError
from newsreader.unpacking import TooLargeError, UnpackingError

if TYPE_CHECKING:
    from collections.abc import Iterator

# OpenSSL's numbers of why a certificate is refused (x509_vfy.h).
_CERTIFICATE_REASONS = {
    9: "the certificate of {host} does not hold yet; is the clock of this machine right?",
    10: "the certificate of {host} has expired",
    18: "the certificate of {host} was signed by nobody but itself",
    19: "the certificate of {host} was signed by somebody that this system does not know",
    20: "the certificate of {host} was signed by somebody that this system does not know",
    62: "the certificate is for other hosts than {host}",
    64: "the certificate is for other hosts than {host}",
}
_STATUS_REASONS = {
    204: "the server {host} answered with nothing",
    401: "{host} asks for a name and a password, or does not take these",
    403: "{host} does not let us in",
    404: "there is nothing at this address of {host} (any more)",
    407: "the proxy asks for a name and a password",
    410: "gone for good, says {host}",
    429: "{host} asks for fewer visits",
    451: "{host} may not show this, for legal reasons",
    503: "{host} has no time at the moment",
}


def explain_status(status: int, host: str, retry_after: float | None) -> FetchError:
    """What a status other than 200, 304 and redirects means."""
    if status in _STATUS_REASONS:
        reason = _STATUS_REASONS[status].format(host=host)
    elif status >= 500:
        reason = f"the server {host} is in trouble"
    elif status >= 400:
        reason = f"{host} does not take this request"
    else:
        reason = f"{host} gave an answer that makes no sense here"
    wait = f"again in {_say_span(retry_after)}" if retry_after else ""
    return FetchError(f"{reason} ({status})", wait=wait, status=status, retry_after=retry_after)


def explain_hold(host: str, seconds: float) -> FetchError:
    """That a host had asked to be left alone."""
    wait = f"again in {_say_span(seconds)}"
    return FetchError(f"{host} asked to be left alone", wait=wait, retry_after=seconds, is_held=True)


def explain_failure(
    error: Exception, host: str, *, timeout: float, limit: int, spent: float, patience: float
) -> FetchError:
    """What an exception means that was raised by asking `host`.

    `timeout` and `patience` are the seconds that were waited for each piece and the whole, of which `spent` are gone;
    `limit` is in bytes.
    """
    causes = list(_list_causes(error))

    def find(*kinds: type[Exception]) -> Exception | None:
        return next((each for each in causes if isinstance(each, kinds)), None)

    if private := find(PrivateAddressError):
        where = "" if str(private) == host else f" ({private})"
        return FetchError(f"{host} lies in a private network{where}, where only feeds lead that you add by hand")
    if find(TooLargeError):
        return FetchError(f"what {host} sends is larger than {_say_size(limit)}")
    if unpacking := find(UnpackingError):
        return FetchError(f"what {host} sends {unpacking}")
    is_late = find(TimeoutError, exceptions.ReadTimeoutError)
    if is_late and spent >= patience:
        return FetchError(f"{host} is too slow: not all had come after {_say_seconds(patience)}")
    is_proxy = find(exceptions.ProxyError) is not None
    who = "the proxy" if is_proxy else f"the server {host}"
    if name := find(socket.gaierror):
        return _explain_name(name, host if who != "the proxy" else who)
    if refused := find(ssl.SSLCertVerificationError):
        return FetchError(_explain_certificate(refused, host))
    if is_late:
        return FetchError(f"{who} does not answer ({_say_seconds(timeout)})")
    if find(ssl.SSLError):
        return FetchError(f"{who} and this system can't agree on how to encrypt", is_unspoken=not is_proxy)
    if find(IncompleteRead, exceptions.IncompleteRead, exceptions.InvalidChunkLength):
        return FetchError(f"what {host} sends breaks off")
    if find(LineTooLong) or any(str(each).startswith("got more than") for each in causes):
        return FetchError(f"{who} sends headers without end")
    system = find(OSError)
    number = system.errno if isinstance(system, OSError) else None
    if number in (errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL):
        return FetchError(f"no way leads to {host}: you are offline, it seems", is_offline=True)
    if number == errno.ECONNREFUSED:
        return FetchError(f"{who} takes no connections", is_unspoken=not is_proxy)
    if number == errno.EHOSTUNREACH:
        return FetchError(f"{who} can't be reached")
    if isinstance(system, OSError) and str(system).startswith("Tunnel connection failed"):
        return FetchError(f"the proxy does not lead to {host}: {str(system).partition(': ')[2][:40]}")
    if isinstance(system, ConnectionError):
        return FetchError(f"{who} breaks off the connection")
    if find(BadStatusLine, exceptions.InvalidHeader):
        return FetchError(f"{who} does not speak HTTP as it should")
    return FetchError(f"{who} gives an answer that makes no sense ({type(causes[-1]).__name__})")


def _list_causes(error: BaseException) -> Iterator[BaseException]:
    """The error, and what is behind it: urllib3 keeps that as the cause or among the arguments."""
    seen: list[BaseException] = []
    waiting = [error]
    while waiting:
        each = waiting.pop(0)
        if each not in seen:
            seen.append(each)
            inner = [*each.args, each.__cause__, each.__context__]
            waiting += [one for one in inner if isinstance(one, BaseException)]
            yield each


def _explain_name(error: Exception, host: str) -> FetchError:
    code = error.args[0]
    if code in (socket.EAI_AGAIN, socket.EAI_FAIL):
        return FetchError(f"the name {host} can't be looked up: you are offline, it seems", is_offline=True)
    return FetchError(f"there is no host {host}" if host != "the proxy" else "there is no such proxy")


def _explain_certificate(error: Exception, host: str) -> str:
    code = getattr(error, "verify_code", 0)
    reason = getattr(error, "verify_message", "")
    return _CERTIFICATE_REASONS.get(code, f"the certificate of {{host}} is not to be trusted: {reason}").format(
        host=host
    )


def _say_size(size: int) -> str:
    return f"{size / 1e6:.3g} MB" if size >= 1e6 else f"{size / 1e3:.3g} kB"


def _say_seconds(seconds: float) -> str:
    return f"{seconds:.3g} s"


def _say_span(seconds: float) -> str:
    """`45 s`, `12 min`, `3 h`, `2 days`."""
    for size, name in ((86_400, "days"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {name}"
    return f"{seconds:.0f} s"
