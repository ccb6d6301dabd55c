"""Mail: a text and an HTML part over SMTP, once a message whatever is retried."""

from __future__ import annotations

import contextlib
import logging
import smtplib
import socket
import ssl
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from rumorwatch.alert.channelrules import is_loopback
from rumorwatch.alert.channels.deadline import within
from rumorwatch.alert.channels.outsidetext import line_of, lines_of
from rumorwatch.domain.errors import quoted
from rumorwatch.domain.messages import Accepted, Deferred, Receipt, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rumorwatch.alert.channels.wording import Wording
    from rumorwatch.domain.alerts import ChannelId
    from rumorwatch.domain.channels import Channel
    from rumorwatch.domain.messages import Message

_LOG = logging.getLogger(__name__)
_PERMANENT = 500
_READY = 220
_MAX_SUBJECT = 200
"""Characters; a wording gives 120."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Server:
    host: str
    port: int
    encrypted: bool
    """From the first byte (smtps)."""
    clear_allowed: bool
    """Nothing is lost without TLS: it is this machine, or an intranet where that is meant."""
    user: str
    password: str


class MailSpeaker:
    """Tells people by mail.

    A message goes to all recipients in one transaction. When the server takes it for some and not for others it
    counts as taken: a retry would tell those again who have it. Who is refused is counted in the log; a recipient
    who must not be missed gets a channel of its own.

    A certificate that cannot be verified defers the message: expired ones are renewed, and somebody on the way must
    not be able to make messages die. ``status`` shows it and fails once the backlog is old enough.

    To this machine, and where ``plain`` is meant, STARTTLS is taken when offered and the certificate is not looked at:
    it is better than the clear text that was allowed. To everybody else nothing is said before a verified TLS.
    """

    def __init__(
        self, channel: Channel, *, wording: Wording, timeout_s: float, tls: ssl.SSLContext | None = None
    ) -> None:
        self._channel = channel
        self._wording = wording
        self._timeout_s = timeout_s
        self._tls = tls
        self._server = _read_server(channel)

    @property
    def id(self) -> ChannelId:
        """The channel's name in channels.toml."""
        return self._channel.id

    def send(self, message: Message) -> Receipt:
        """Try once, within the time-out, and say what became of it."""
        call = _Call(self._server, self._compose(message), timeout_s=self._timeout_s, tls=self._tls)
        try:
            within(self._timeout_s, call.make, stop=call.stop)
        except (OSError, UnicodeError) as error:  # an SMTPException is an OSError
            if call.refused is None:
                return _receipt(error, timeout_s=self._timeout_s)
        if call.refused:
            _LOG.warning(
                "channel %s: %d of %d recipients refused: %s",
                self.id,
                len(call.refused),
                len(self._channel.to),
                ", ".join(sorted({str(code) for code, _ in call.refused.values()})),
            )
        return Accepted()

    def _compose(self, message: Message) -> EmailMessage:
        """Return the mail; every attempt makes the same, so that mail systems drop what they have."""
        mail = EmailMessage(policy=policy.SMTP)
        mail["Subject"] = line_of(self._wording.subject(message))[:_MAX_SUBJECT]
        mail["From"] = self._channel.sender
        mail["To"] = ", ".join(self._channel.to)
        mail["Date"] = message.made_at
        mail["Message-ID"] = f"<{message.key}@{self._channel.sender.partition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday notice answers it
        mail["X-Rumorwatch-Key"] = message.key
        # quoted-printable: lines stay under 998 bytes and no server has to pass 8 bits
        mail.set_content(lines_of(self._wording.plain(message, limit=None)), cte="quoted-printable")
        mail.add_alternative(lines_of(self._wording.html(message)), subtype="html", cte="quoted-printable")
        return mail


class _Plain(smtplib.SMTP):
    """Known to its call before it connects: the call may be stopped while it waits for the greeting."""

    def __init__(self, call: _Call, host: str, port: int, *, timeout: float) -> None:
        call.smtp = self
        super().__init__(host, port, timeout=timeout)


class _Encrypted(smtplib.SMTP_SSL):
    """The same from the first byte under TLS."""

    def __init__(self, call: _Call, host: str, port: int, *, timeout: float, context: ssl.SSLContext) -> None:
        call.smtp = self
        super().__init__(host, port, timeout=timeout, context=context)


class _Call:
    """One conversation with a server; made in one thread, stopped from another."""

    def __init__(
        self, server: _Server, mail: EmailMessage, *, timeout_s: float, tls: ssl.SSLContext | None = None
    ) -> None:
        self._server = server
        self._mail = mail
        self._timeout_s = timeout_s
        self._tls = tls
        self.smtp: smtplib.SMTP | None = None
        self.refused: dict[str, tuple[int, bytes]] | None = None
        """Recipients it was not taken for; None: it was taken for nobody."""

    def make(self) -> None:
        """Say everything, up to the good-bye."""
        smtp = self._connect()
        try:
            smtp.ehlo_or_helo_if_needed()
            self._encrypt(smtp)
            if self._server.user:
                smtp.login(self._server.user, self._server.password)
            self.refused = smtp.send_message(self._mail)
            with contextlib.suppress(OSError):  # it is taken, however they part
                smtp.quit()
        finally:
            smtp.close()

    def stop(self) -> None:
        """Break the connection: whoever waits for its next byte gets its end."""
        broken = self.smtp.sock if self.smtp is not None else None
        if broken is not None:
            with contextlib.suppress(OSError):
                broken.shutdown(socket.SHUT_RDWR)

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        if server.encrypted:
            context = self._tls or ssl.create_default_context()
            return _Encrypted(self, server.host, server.port, timeout=self._timeout_s, context=context)
        return _Plain(self, server.host, server.port, timeout=self._timeout_s)

    def _encrypt(self, smtp: smtplib.SMTP) -> None:
        if self._server.encrypted:
            return
        if self._server.clear_allowed:
            if smtp.has_extn("starttls"):
                smtp.starttls(context=_unverified())
                smtp.ehlo()
            return
        code, answer = smtp.starttls(context=self._tls or ssl.create_default_context())
        if code != _READY:
            raise smtplib.SMTPResponseException(code, answer)
        smtp.ehlo()


def _read_server(channel: Channel) -> _Server:
    parts = urlsplit(channel.url)
    host = parts.hostname or ""
    encrypted = parts.scheme == "smtps"
    # RFC 8314, 7.3 and RFC 6409, 3.1: who names a user submits
    usual_port = smtplib.SMTP_SSL_PORT if encrypted else (587 if parts.username else smtplib.SMTP_PORT)
    return _Server(
        host=host,
        port=parts.port or usual_port,
        encrypted=encrypted,
        clear_allowed=channel.plain or is_loopback(host),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def _unverified() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _receipt(error: OSError | UnicodeError, *, timeout_s: float) -> Receipt:
    """Return what an exception of a conversation means: what is permanent by its code is refused, all else deferred."""
    receipt: Receipt
    match error:
        case UnicodeError():
            receipt = Refused(why="user or password is not ASCII, which SMTP cannot say")
        case smtplib.SMTPRecipientsRefused(recipients=recipients):
            receipt = _refused_all(recipients.values())
        case smtplib.SMTPResponseException(smtp_code=code, smtp_error=answer):
            receipt = _answered(code, answer)
        case smtplib.SMTPNotSupportedError():
            receipt = Refused(why=f"the server cannot do what the channel asks for: {quoted(str(error))}")
        case ssl.SSLCertVerificationError():
            receipt = Deferred(why=f"no safe connection: {quoted(error.verify_message)}")
        case ConnectionRefusedError() | socket.gaierror():
            receipt = Deferred(why=f"no connection: {quoted(error.strerror or str(error))}", unseen=True)
        case TimeoutError():
            receipt = Deferred(why=f"no complete answer within {timeout_s:g} s")
        case _:
            receipt = Deferred(why=f"the connection broke: {quoted(error.strerror or str(error))}")
    return receipt


def _refused_all(answers: Iterable[tuple[int, bytes]]) -> Receipt:
    """Return what it means that every recipient was refused: one who may be taken later makes it worth another try."""
    return min((_answered(code, answer) for code, answer in answers), key=lambda receipt: isinstance(receipt, Refused))


def _answered(code: int, answer: bytes | str) -> Receipt:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    why = f"{code} {quoted((text.splitlines() or [''])[0])}".rstrip()
    return Refused(why=why) if code >= _PERMANENT else Deferred(why=why)
