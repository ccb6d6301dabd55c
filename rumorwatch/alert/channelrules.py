"""What a channel may be: combinations that would lose messages, tell strangers or show secrets are refused."""

from __future__ import annotations

import base64
import binascii
import re
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qsl, urlsplit

from rumorwatch.domain.channels import Channel, ChannelKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SERVICES = frozenset(
    {
        # chats that the authorities we know of use
        "tgram",
        "zalo",
        "slack",
        "workflow",  # Teams: connectors (msteams) ended in 2025, apprise has dropped them
        "workflows",
        "webex",
        "wxteams",
        "discord",
        "signal",
        "signals",
        "dingtalk",
        "wecombot",
        "lark",
        "feishu",
        # chats that an authority runs itself
        "matrix",
        "matrixs",
        "mmost",
        "mmosts",
        "rocket",
        "rockets",
        # pushes to telephones
        "ntfy",
        "ntfys",
        "gotify",
        "gotifys",
        "pover",
        # any receiver that wants apprise's own JSON
        "json",
        "jsons",
    }
)
"""Schemes of apprise that are opened: they carry text to a recipient that the URL names.

Everything else is refused: what runs commands or reaches the machine itself (dbus, exec of a plug-in, glib, syslog,
windows), mail (the kind ``email`` does it with a constant Message-ID), texts that cost money (twilio and its like),
and publishing to everybody (bluesky, mastodon, twitter): a message is for its recipients.
"""
ABROAD = frozenset(
    {
        "dingtalk",
        "discord",
        "feishu",
        "lark",
        "pover",
        "signal",
        "signals",
        "slack",
        "tgram",
        "webex",
        "wecombot",
        "workflow",
        "workflows",
        "wxteams",
    }
)
"""Schemes whose servers are outside Vietnam; of the others it depends on the host."""
_HOSTS_ABROAD = re.compile(r"(^|\.)(ntfy\.sh|matrix\.org|t2bot\.io)$")
_UNENCRYPTED = frozenset({"gotify", "json", "matrix", "mmost", "ntfy", "rocket", "signal"})
_WEAKENING = frozenset(
    # what of a channel is ours to decide: TLS, redirects, cutting, markup, retries; ``optional`` would call a failure
    # a success, a template is a file that apprise reads
    {"verify", "redirect", "overflow", "format", "optional", "retry", "wait", "emojis", "template", "store", "tag"}
    | {"tz", "rto", "cto", "detect"}
)
_ENDINGS = {ChannelKind.FILE: (".txt", ".log"), ChannelKind.ATOM: (".atom", ".xml")}
_WHSEC = "whsec_"
_MIN_SECRET_BYTES = 24
"""Standard Webhooks, Signature scheme: 24 to 64 bytes."""
_LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_ATOM = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = re.compile(rf"{_ATOM}(\.{_ATOM})*@{_LABEL}(\.{_LABEL})*", re.IGNORECASE)
"""RFC 5321, 4.1.2, without quoted local parts and address literals."""
_MAX_ADDRESS = 254


def why_impossible(channel: Channel) -> str | None:
    """Return why a channel cannot be as it is listed, naming its keys and never their secrets; None: it can."""
    if channel.kind in {ChannelKind.EMAIL, ChannelKind.WEBHOOK, ChannelKind.APPRISE}:
        wrong = _why_no_url(channel.url)
        if wrong:
            return wrong
    rule = _RULES.get(channel.kind)
    return rule(channel) if rule else None


def is_abroad(url: str) -> bool:
    """Return whether the server behind a URL of apprise is known to be outside Vietnam."""
    parts = urlsplit(url)
    if parts.scheme in {"ntfy", "ntfys"} and not parts.path.strip("/"):
        return True  # a topic without a host is one of ntfy.sh
    return parts.scheme in ABROAD or _HOSTS_ABROAD.search(parts.hostname or "") is not None


def is_loopback(host: str) -> bool:
    """Return whether what is sent to a host never leaves this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_address(text: str) -> bool:
    """Return whether a text is one plain mail address in ASCII: no display name, no quoting, no control characters."""
    return text.isascii() and len(text) <= _MAX_ADDRESS and _ADDRESS.fullmatch(text) is not None


def _why_no_url(url: str) -> str | None:
    if not url:
        return '"url" is missing'
    if not url.isprintable() or " " in url:
        return '"url" holds a space, a line break or a control character'
    try:
        parts = urlsplit(url)
        if parts.scheme not in SERVICES:  # there a token may follow the colon
            parts.port  # noqa: B018 - reading it is what checks it
    except ValueError:
        return '"url" is no address: its host or port cannot be read'
    return None if parts.netloc else '"url" is no address: it has no host'


def _why_no_mail(channel: Channel) -> str | None:
    parts = urlsplit(channel.url)
    mistakes = (
        (parts.scheme not in {"smtp", "smtps"}, '"url" must begin with smtp:// or smtps://'),
        (not parts.hostname, '"url" has no host'),
        (bool(parts.path.strip("/") or parts.query or parts.fragment), '"url" must end after host and port'),
        (bool(parts.username) != bool(parts.password), '"url" needs a user and a password, or neither'),
        (not channel.sender, '"sender" is missing: the address that mail comes from'),
        (not channel.to, '"to" is missing: the addresses that mail goes to'),
        (len({address.lower() for address in channel.to}) < len(channel.to), '"to" holds one address twice'),
    )
    return next((why for wrong, why in mistakes if wrong), None)


def _why_no_file(channel: Channel) -> str | None:
    endings = _ENDINGS[channel.kind]
    if channel.url.lower().endswith(endings):
        return None
    return f'"url" must end in {" or ".join(endings)}: what else lies in the workspace is not to be written over'


def _why_no_webhook(channel: Channel) -> str | None:
    parts = urlsplit(channel.url)
    if parts.scheme not in {"http", "https"}:
        return '"url" must begin with https:// (or http:// on an intranet)'
    wrong = _why_in_clear(parts, channel) if parts.scheme == "http" else None
    if wrong:
        return wrong
    if not channel.secret:
        return '"secret" is missing: without a signature anybody could tell the receiver anything'
    return None if _is_secret(channel.secret) else '"secret" must be whsec_ and the base64 of 24 bytes or more'


def _why_no_service(channel: Channel) -> str | None:
    parts = urlsplit(channel.url)
    if parts.scheme not in SERVICES:
        return f'"url" must begin with one of {", ".join(sorted(SERVICES))}'
    # cut here, as apprise does: the # of a room is no fragment
    query = channel.url.partition("?")[2]
    weakening = sorted({key.strip().lower() for key, _ in parse_qsl(query, keep_blank_values=True)} & _WEAKENING)
    if weakening:
        return f'"url" sets {", ".join(weakening)}, which are not its to decide: remove them'
    if is_abroad(channel.url):
        return None
    return _why_in_clear(parts, channel) if parts.scheme in _UNENCRYPTED else None


def _why_in_clear(parts: SplitResult, channel: Channel) -> str | None:
    if channel.plain or is_loopback(parts.hostname or ""):
        return None
    return (
        '"url" is not encrypted: anybody on the way reads and changes what is said; use the scheme with TLS, '
        "or plain = true if an intranet receiver without TLS is meant"
    )


def _is_secret(secret: str) -> bool:
    try:
        key = base64.b64decode(secret.removeprefix(_WHSEC), validate=True)
    except binascii.Error:
        return False
    return secret.startswith(_WHSEC) and len(key) >= _MIN_SECRET_BYTES


_RULES: Mapping[ChannelKind, Callable[[Channel], str | None]] = {
    ChannelKind.EMAIL: _why_no_mail,
    ChannelKind.WEBHOOK: _why_no_webhook,
    ChannelKind.APPRISE: _why_no_service,
    ChannelKind.FILE: _why_no_file,
    ChannelKind.ATOM: _why_no_file,
}
