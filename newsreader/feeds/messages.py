"""What is asked of a server, what it answers, and what the reader is told where it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from newsreader.model import FeedError

if TYPE_CHECKING:
    from newsreader.feeds.stops import Stop


class Request(NamedTuple):
    """What to fetch, and how.

    `etag` and `last_modified` are validators of an earlier answer. The values of `headers` and the `password` may be
    `env:NAME` or `command:WORDS`; they reach no other host. `is_trusted` where the user named this host by hand, which
    may then have a private address. `heeds_robots` where no reader asked for it. `stop` gives it up.
    """

    url: str
    etag: str = ""
    last_modified: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    user: str = ""
    password: str = ""
    accept: Literal["feed", "page"] = "feed"
    is_trusted: bool = False
    heeds_robots: bool = False
    stop: Stop | None = None


class Response(NamedTuple):
    """What came: status 200 with a body, unpacked, or 304 (not changed since the validators) without.

    `url` is the final address, `moved_to` the same where every redirect to it said that it is for ever, else "".
    The validators are as received, "" where there are none; those of a 304 that has none are the request's, so that
    they can be stored in any case. `max_age` is how long, in seconds, the server vouches for it; None: it does not say.
    """

    status: Literal[200, 304]
    url: str
    body: bytes = b""
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    moved_to: str = ""
    max_age: float | None = None


class FetchError(FeedError):
    """Why nothing came, in plain words; `lasting` are those that hold later too, without how long it is to be waited.

    `status` is the server's, None where it gave none. `retry_after` is for how many seconds it wants to be left alone.
    `is_offline`: no server was reached, and none is to blame. `is_held`: none was asked, since its host had asked
    earlier in this run to be left alone. `is_unspoken`: there is nobody who speaks https where it was asked for.
    """

    def __init__(
        self,
        reason: str,
        *,
        wait: str = "",
        status: int | None = None,
        retry_after: float | None = None,
        is_offline: bool = False,
        is_held: bool = False,
        is_unspoken: bool = False,
    ) -> None:
        super().__init__(f"{reason}; {wait}" if wait else reason)
        self.lasting = reason
        self.status = status
        self.retry_after = retry_after
        self.is_offline = is_offline
        self.is_held = is_held
        self.is_unspoken = is_unspoken

    @property
    def is_gone(self) -> bool:
        """Whether the server says that there will never be anything there again."""
        return self.status == 410
