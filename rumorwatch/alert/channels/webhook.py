"""Webhooks: JSON over HTTP, signed as standardwebhooks.com says."""

from __future__ import annotations

import contextlib
import json
import socket
import time
from datetime import UTC
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx2
from standardwebhooks import Webhook

from rumorwatch.alert.channels.answers import read_retry_after, receipt_for
from rumorwatch.alert.channels.deadline import within
from rumorwatch.alert.channels.quiet import keep_quiet
from rumorwatch.domain.errors import quoted
from rumorwatch.domain.messages import Deferred, Receipt, Refused

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable
    from datetime import datetime

    from rumorwatch.alert.channels.wording import Wording
    from rumorwatch.domain.alerts import ChannelId
    from rumorwatch.domain.channels import Channel
    from rumorwatch.domain.messages import Message

_CONNECTED = {"connection.connect_tcp.complete", "connection.start_tls.complete"}
MAX_ANSWER_BYTES = 64 * 1024
_USER_AGENT = "rumorwatch/0.1 (+https://github.com/rumorwatch/rumorwatch; webhook of a public authority)"


class WebhookSpeaker:
    """Tells a program.

    The status decides as soon as it is there: a receiver that has said 200 has the message, however slowly the rest
    of its answer comes. Redirects are refused, not followed: a message goes where an administrator said.
    """

    def __init__(
        self,
        channel: Channel,
        *,
        wording: Wording,
        timeout_s: float,
        now: Callable[[], datetime],
        tls: ssl.SSLContext | None = None,
    ) -> None:
        keep_quiet("httpx2", "httpcore2")
        self._channel = channel
        self._wording = wording
        self._timeout_s = timeout_s
        self._now = now
        self._tls = tls
        self._signer = Webhook(channel.secret)

    @property
    def id(self) -> ChannelId:
        """The channel's name in channels.toml."""
        return self._channel.id

    def send(self, message: Message) -> Receipt:
        """Try once, within the time-out, and say what became of it."""
        body = json.dumps(self._wording.payload(message), ensure_ascii=False).encode("utf-8", "replace")
        call = _Call(self._channel.url, body, self._headers(message, body), timeout_s=self._timeout_s, tls=self._tls)
        try:
            within(self._timeout_s, call.make, stop=call.stop)
        except (TimeoutError, httpx2.TimeoutException):
            if call.status is None:
                return Deferred(why=f"no answer within {self._timeout_s:g} s")
        except (httpx2.TransportError, OSError) as error:
            if call.status is None:
                why = f"the connection broke: {quoted(str(error)) or 'closed by the receiver'}"
                return Deferred(why=why, unseen=not call.connected)
        except httpx2.InvalidURL:
            return Refused(why='the channel\'s "url" is no address')
        return self._receipt(call)

    def _headers(self, message: Message, body: bytes) -> dict[str, str]:
        moment = self._now().astimezone(UTC)  # the library takes the digits of any zone for UTC
        return {
            "Content-Type": "application/json",
            "User-Agent": _USER_AGENT,
            "Accept-Encoding": "identity",
            "Idempotency-Key": message.key,
            "webhook-id": message.key,
            "webhook-timestamp": str(int(moment.timestamp())),
            "webhook-signature": self._signer.sign(message.key, moment, body.decode("utf-8")),
        }

    def _receipt(self, call: _Call) -> Receipt:
        status = call.status or 0
        if 300 <= status < 400:  # noqa: PLR2004 - redirects, RFC 9110, 15.4
            return Refused(
                why=f"{status}: redirected to {_host(call.location)}; not followed, correct the channel's url"
            )
        return receipt_for(status, retry_after=read_retry_after(call.retry_after, now=self._now()))


class _Call:
    """One request; made in one thread, stopped from another."""

    def __init__(
        self, url: str, body: bytes, headers: dict[str, str], *, timeout_s: float, tls: ssl.SSLContext | None
    ) -> None:
        self._url = url
        self._body = body
        self._headers = headers
        self._timeout_s = timeout_s
        self._tls = tls
        self._stream: Any = None
        self.status: int | None = None
        """None: no status came."""
        self.retry_after: str | None = None
        self.location = ""

    @property
    def connected(self) -> bool:
        """Whether anything could have been said to the receiver; of an attempt that has ended."""
        return self._stream is not None

    def make(self) -> None:
        """Ask, and read a little of the answer: a server that is cut off in the middle may take it for a failure."""
        ends = time.monotonic() + self._timeout_s
        verify = self._tls or httpx2.create_ssl_context(trust_env=False)
        with httpx2.Client(trust_env=False, follow_redirects=False, timeout=self._timeout_s, verify=verify) as client:
            ask = client.stream(
                "POST", self._url, content=self._body, headers=self._headers, extensions={"trace": self._watch}
            )
            with ask as response:
                self.retry_after = response.headers.get("retry-after")
                self.location = response.headers.get("location", "")
                self.status = response.status_code
                left = MAX_ANSWER_BYTES
                for piece in response.iter_raw():
                    left -= len(piece)
                    if left <= 0 or time.monotonic() > ends:
                        break

    def stop(self) -> None:
        """Break the connection: whoever waits for its next byte gets its end.

        It is shut down, not closed: the number of a closed socket may be the next channel's while it is waited on.
        """
        broken = self._stream.get_extra_info("socket") if self._stream is not None else None
        if broken is not None:
            with contextlib.suppress(OSError):
                broken.shutdown(socket.SHUT_RDWR)

    def _watch(self, event: str, about: dict[str, Any]) -> None:
        if event in _CONNECTED:
            self._stream = about["return_value"]


def _host(location: str) -> str:
    try:
        host = urlsplit(location).hostname
    except ValueError:
        host = None
    return quoted(host) if host else "another path"
