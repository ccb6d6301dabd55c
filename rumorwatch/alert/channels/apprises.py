"""Chat and push services through apprise: plain text, to one recipient, with a reason when it fails."""

from __future__ import annotations

import logging
import re
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from rumorwatch.alert.channels.answers import receipt_for
from rumorwatch.alert.channels.deadline import within
from rumorwatch.alert.channels.outsidetext import lines_of
from rumorwatch.alert.channels.quiet import keep_quiet
from rumorwatch.domain.errors import quoted
from rumorwatch.domain.messages import Accepted, Deferred, Receipt, Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rumorwatch.alert.channels.wording import Wording
    from rumorwatch.domain.alerts import ChannelId
    from rumorwatch.domain.channels import Channel
    from rumorwatch.domain.messages import Message

_MARKS_UP = frozenset({"discord", "mmost", "mmosts"})
"""They read any text as Markdown, and apprise passes plain text on as it is: it is escaped instead."""
_MENTIONS = frozenset({"discord", "lark", "feishu", "matrix", "matrixs", "mmost", "mmosts", "rocket", "rockets"})
"""They call everybody when a text says @everyone, @all, @room or <at user_id="all">."""
_IN_BYTES = frozenset({"dingtalk", "feishu", "lark", "ntfy", "ntfys", "wecombot"})
"""Their limit is one of bytes in UTF-8; that of the others is taken for one of UTF-16 units, as Telegram counts."""
_NEEDS_RECIPIENT = frozenset({"tgram", "zalo", "matrix", "matrixs", "signal", "signals"})
"""Without one they would find somebody: the bot's first visitor, every room."""
_MAX_BYTES = {"ntfy": 4096, "ntfys": 4096}
"""Where apprise's limit is not the service's: ntfy makes attachments of longer messages."""
_MAX_JSON_BYTES = 64 * 1024
"""apprise makes an attachment of a message for ntfy whose JSON is longer than 8,000, of 1,300 Vietnamese letters."""
_MOST_PAUSE_S = 1.0
"""Between two messages of one run; apprise's 5.5 s would eat the time-out."""
_STATUS = re.compile(r"error=(\d{3})(?:\d\d)?\b")
"""ntfy's own codes are a status and two digits."""
_OK = range(200, 300)
_URL = re.compile(r"\w+://\S+")
_TOKEN = re.compile(r"[\w.+%~-]{4,}")


class AppriseSpeaker:
    """Tells people by chat or push.

    One channel is one recipient: with several, a retry after a partial failure would tell those again who have it.

    What apprise does not let us decide: it takes proxies from the environment, it reads answers whole, and it keeps
    Retry-After to itself. An attempt that was given up may still arrive, and then arrives twice.
    """

    def __init__(self, channel: Channel, *, wording: Wording, timeout_s: float) -> None:
        # apprise logs whole URLs at DEBUG, urllib3 their paths; what we need of it comes with the result
        logging.getLogger("apprise").propagate = False
        keep_quiet("apprise", "urllib3")
        self._channel = channel
        self._wording = wording
        self._timeout_s = timeout_s
        self._scheme = urlsplit(channel.url).scheme
        self._service = _open_service(channel.url, self._scheme, timeout_s=timeout_s)

    @property
    def id(self) -> ChannelId:
        """The channel's name in channels.toml."""
        return self._channel.id

    def send(self, message: Message) -> Receipt:
        """Try once, within the time-out, and say what became of it."""
        wrong = self._why_unusable()
        if wrong:
            return Refused(why=wrong)
        text = self._fitting(message)
        try:
            taken, said = within(self._timeout_s, partial(self._notify, text), stop=lambda: None)
        except TimeoutError:
            return Deferred(why=f"no answer within {self._timeout_s:g} s")
        return Accepted() if taken else self._receipt(said)

    def _why_unusable(self) -> str | None:
        if self._service is None:
            return 'the channel\'s "url" is not one that apprise can read'
        if self._scheme in _NEEDS_RECIPIENT and not _recipients(self._service):
            return 'the channel\'s "url" names no recipient'
        if len(self._service) > 1:
            return f'the channel\'s "url" names {len(self._service)} recipients: give each a channel of its own'
        return None

    def _fitting(self, message: Message) -> str:
        """Return the longest wording that the service takes whole, as it counts."""
        most: int = _MAX_BYTES.get(self._scheme, self._service.body_maxlen)
        text = self._worded(message, limit=most)
        while (size := self._size(text)) > most and len(text) > 1:
            text = self._worded(message, limit=max(1, len(text) * most // size - 1))
        return text

    def _worded(self, message: Message, *, limit: int) -> str:
        text = lines_of(self._wording.plain(message, limit=limit))
        if self._scheme in _MENTIONS:
            text = re.sub(r"@(?=\w)|<(?=at\b)", "\\g<0>\u200b", text)
        return text

    def _size(self, text: str) -> int:
        from apprise import NotifyFormat
        from apprise.conversion import convert_between

        if self._scheme in _IN_BYTES:
            return len(text.encode())
        if self._service.resolve_format(NotifyFormat.TEXT) is NotifyFormat.MARKDOWN:
            escaped: str = convert_between(NotifyFormat.TEXT, NotifyFormat.MARKDOWN, text)  # type: ignore[no-untyped-call]
            text = escaped
        return len(text.encode("utf-16-le")) // 2

    def _notify(self, text: str) -> tuple[bool, Sequence[str]]:
        """Return whether it was taken, and what apprise said on the way."""
        import apprise

        tell = apprise.Apprise(asset=self._service.asset)
        tell.add(self._service)
        result = tell.notify(body=text, body_format=apprise.NotifyFormat.TEXT)
        return bool(result), tuple(entry.message for entry in result.logs())

    def _receipt(self, said: Sequence[str]) -> Receipt:
        name = self._service.service_name
        statuses = [int(found) for line in said for found in _STATUS.findall(line)]
        why = self._without_secrets(said[0]) if said else "apprise does not say why"
        if not statuses or statuses[-1] in _OK:
            # no answer, or one whose refusal stands in its body where apprise does not tell what it says
            return Deferred(why=f"{name}: {why}")
        match receipt_for(statuses[-1]):
            case Refused(why=status):
                return Refused(why=f"{name}: {status}: {why}")
            case _:
                return Deferred(why=f"{name}: {statuses[-1]}: {why}")

    def _without_secrets(self, line: str) -> str:
        """Return a line of apprise's log without anything that stands in the channel's URL."""
        url = self._channel.url.partition("://")[2]
        told = _URL.sub("…", line)
        for token in sorted({*_TOKEN.findall(url), *_TOKEN.findall(unquote(url))}, key=len, reverse=True):
            told = told.replace(token, "…")
        return quoted(told)


def _open_service(url: str, scheme: str, *, timeout_s: float) -> Any:  # noqa: ANN401 - apprise's plug-ins share no type
    """Return apprise's plug-in with everything decided that is ours to decide; None: it cannot read the URL."""
    import apprise

    asset = apprise.AppriseAsset(
        app_id="rumorwatch",
        app_desc="rumorwatch",
        app_url="",
        image_url_mask="",  # no reader of ours fetches pictures from GitHub
        image_url_logo="",
        async_mode=False,  # in the thread that calls: a pool of its own would hold up the program's end
        service_timeout=0,  # ours is around it
        http_redirects=False,
        interpret_emojis=False,
        storage_mode=apprise.PersistentStoreMode.MEMORY.value,
        allow_templates=False,
        secure_logging=True,
    )
    service: Any = apprise.Apprise.instantiate(url, asset=asset)
    if service is None:
        return None
    service.socket_connect_timeout = service.socket_read_timeout = timeout_s
    service.request_rate_per_sec = min(service.request_rate_per_sec, _MOST_PAUSE_S, timeout_s / 4)
    service.overflow_mode = apprise.OverflowMode.UPSTREAM  # cut by us, between graphemes
    if scheme in {"ntfy", "ntfys"}:
        service.ntfy_json_upstream_size_limit = _MAX_JSON_BYTES
    if scheme in _MARKS_UP:
        service.notify_format = apprise.NotifyFormat.MARKDOWN
    return service


def _recipients(service: Any) -> bool:  # noqa: ANN401 - apprise's plug-ins share no type
    return any(getattr(service, name, None) for name in ("targets", "rooms", "users"))
