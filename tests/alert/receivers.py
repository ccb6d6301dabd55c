"""Receivers on loopback: mail servers that answer as a test wants, and ones that answer nothing."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

from aiosmtpd.smtp import SMTP, AuthResult, Envelope

from collect.loopback import AUTHORITY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import EmailMessage


@dataclass
class Mailbox:
    """What a mail server was told, and its answers by command; RCPT may differ by recipient."""

    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    envelopes: list[Envelope] = field(default_factory=list)
    users: list[str] = field(default_factory=list)

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(one.content, policy=policy.default) for one in self.envelopes]

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802, ARG002
        answer = self.answers.get("MAIL", "250 OK")
        if answer.startswith("2"):
            envelope.mail_from = address
        return answer

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802, ARG002
        answer = self.answers.get(address) or self.answers.get("RCPT", "250 OK")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802, ARG002
        answer = self.answers.get("DATA", "250 OK")
        if answer.startswith("2"):
            self.envelopes.append(envelope)
        return answer

    def authenticate(self, server, session, envelope, mechanism, data):  # noqa: ARG002
        self.users.append(data.login.decode())
        answer = self.answers.get("AUTH")
        return AuthResult(success=not answer, handled=False, message=answer)


@contextmanager
def mailing(*, tls: str = "", name: str = "mail.test", users: bool = False, **answers: str) -> Iterator[Mailbox]:
    """Serve SMTP; ``tls`` is "starttls" or "smtps"."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert(name).configure_cert(context)
    mailbox = Mailbox(answers=answers)
    loop = asyncio.new_event_loop()

    def conversation() -> SMTP:
        return SMTP(
            mailbox,
            hostname="mail.test",
            loop=loop,
            tls_context=context if tls == "starttls" else None,
            authenticator=mailbox.authenticate if users else None,
            auth_require_tls=False,
        )

    listener = socket.create_server(("127.0.0.1", 0))
    mailbox.port = listener.getsockname()[1]
    serving = loop.create_server(conversation, sock=listener, ssl=context if tls == "smtps" else None)
    server = loop.run_until_complete(serving)
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def close() -> None:
        server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await server.wait_closed()

    try:
        yield mailbox
    finally:
        asyncio.run_coroutine_threadsafe(close(), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@contextmanager
def raw(talk: Callable[[socket.socket, threading.Event], None]) -> Iterator[int]:
    """Serve one connection after another with bytes; what stalls waits for the event that the test is over."""
    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    with connection, suppress(OSError):
                        talk(connection, done)

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            done.set()
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(timeout=10)


def silent(connection: socket.socket, done: threading.Event) -> None:  # noqa: ARG001
    done.wait(30)


def dripping(piece: bytes) -> Callable[[socket.socket, threading.Event], None]:
    """A server that never stops saying a little."""

    def drip(connection: socket.socket, done: threading.Event) -> None:
        while not done.wait(0.02):
            connection.sendall(piece)

    return drip
