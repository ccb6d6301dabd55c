from __future__ import annotations

import logging
import socket
import threading

import pytest

from alert.receivers import dripping, mailing, raw, silent
from alert.told import CLAIM, NOW, Words, channel, message, story
from collect.loopback import trusting
from rumorwatch.alert.channels.mail import MailSpeaker
from rumorwatch.domain.channels import ChannelKind
from rumorwatch.domain.messages import Accepted, Deferred, Refused

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")
QUICK_S = 0.2
KEY = "0123456789abcdef0123456789abcdef"


def speaker(url: str, *, timeout_s: float = 5.0, to=("desk@gov.vn",), wording=None, **more) -> MailSpeaker:
    listed = channel(ChannelKind.EMAIL, url, sender="rumorwatch@so-yte.gov.vn", to=to, **more)
    return MailSpeaker(listed, wording=wording or Words(), timeout_s=timeout_s, tls=trusting())


def test_a_mail_has_a_text_and_an_html_part():
    with mailing() as box:
        assert speaker(f"smtp://localhost:{box.port}", to=("a@gov.vn", "b@gov.vn")).send(message()) == Accepted()
    (mail,) = box.mails
    assert mail["Subject"] == CLAIM
    assert mail["From"] == "rumorwatch@so-yte.gov.vn"
    assert mail["To"] == "a@gov.vn, b@gov.vn"
    assert mail["Date"].datetime == NOW
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Rumorwatch-Key"] == KEY
    assert mail.get_content_type() == "multipart/alternative"
    assert mail.get_body(("plain",)).get_content().strip() == CLAIM
    assert mail.get_body(("html",)).get_content().strip() == f"<p>{CLAIM}</p>"
    assert box.envelopes[0].rcpt_tos == ["a@gov.vn", "b@gov.vn"]
    assert max(map(len, box.envelopes[0].original_content.split(b"\r\n"))) < 998


def test_the_message_id_is_the_same_over_retries():
    with mailing() as box:
        desk = speaker(f"smtp://localhost:{box.port}")
        desk.send(message())
        desk.send(message())
    assert [mail["Message-ID"] for mail in box.mails] == [f"<{KEY}@so-yte.gov.vn>"] * 2


@pytest.mark.parametrize("broken", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x85", "\0\n", "\r\n\r\n", "\r\n.\r\n"])
def test_no_claim_can_write_headers_or_end_the_mail(broken):
    text = f"vỡ đập{broken}Bcc: thief@evil.vn{broken}.{broken}MAIL FROM:<x@y.vn> \ud800 \u202e \x1b[2J"
    with mailing() as box:
        assert speaker(f"smtp://localhost:{box.port}").send(message(story(text=text))) == Accepted()
    (mail,) = box.mails
    assert "Bcc" not in mail
    assert mail["Subject"].startswith("vỡ đập")
    assert not {"\r", "\n", "\0", "\x1b", "\u202e"} & set(mail["Subject"])
    assert box.envelopes[0].rcpt_tos == ["desk@gov.vn"]
    assert "MAIL FROM" in mail.get_body(("plain",)).get_content()


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(("code", "kind"), [(450, Deferred), (452, Deferred), (550, Refused), (554, Refused)])
def test_4xx_is_for_later_and_5xx_is_final(stage, code, kind):
    with mailing(**{stage: f"{code} not you"}) as box:
        receipt = speaker(f"smtp://localhost:{box.port}").send(message())
    assert receipt == kind(why=f"{code} not you")


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
def test_421_is_for_later(stage):
    with mailing(**{stage: "421 closing"}) as box:
        assert speaker(f"smtp://localhost:{box.port}").send(message()) == Deferred(why="421 closing")


@pytest.mark.parametrize(("code", "kind"), [(421, Deferred), (554, Refused)])
def test_a_greeting_may_refuse(code, kind):
    with raw(lambda connection, _: connection.sendall(f"{code} go away\r\n".encode())) as port:
        assert speaker(f"smtp://localhost:{port}").send(message()) == kind(why=f"{code} go away")


def test_a_recipient_who_is_refused_does_not_cost_the_others_theirs(caplog):
    with mailing(**{"gone@gov.vn": "550 no such user"}) as box, caplog.at_level(logging.WARNING):
        assert speaker(f"smtp://localhost:{box.port}", to=("gone@gov.vn", "a@gov.vn")).send(message()) == Accepted()
    assert box.envelopes[0].rcpt_tos == ["a@gov.vn"]
    assert "channel desk: 1 of 2 recipients refused: 550" in caplog.text
    assert "gone@" not in caplog.text


def test_when_all_recipients_are_refused_one_who_may_be_taken_later_makes_it_later():
    for second, kind in (("450 full", Deferred), ("550 no such user", Refused)):
        with mailing(**{"a@gov.vn": "550 no such user", "b@gov.vn": second}) as box:
            receipt = speaker(f"smtp://localhost:{box.port}", to=("a@gov.vn", "b@gov.vn")).send(message())
        assert isinstance(receipt, kind)


def test_a_long_answer_is_cut_and_escaped():
    with mailing(RCPT=f"550 \x1b[2J{'x' * 300}") as box:
        receipt = speaker(f"smtp://localhost:{box.port}").send(message())
    assert len(receipt.why) <= 125
    assert "\x1b" not in receipt.why


def test_a_password_is_told_and_a_wrong_one_refuses():
    with mailing(users=True) as box:
        assert speaker(f"smtp://desk:p%40ss@localhost:{box.port}").send(message()) == Accepted()
        assert box.users == ["desk"]
    with mailing(users=True, AUTH="535 5.7.8 wrong") as box:
        receipt = speaker(f"smtp://desk:p%40ss@localhost:{box.port}").send(message())
    assert receipt == Refused(why="535 5.7.8 wrong")
    with mailing(users=True, AUTH="454 try later") as box:
        assert isinstance(speaker(f"smtp://desk:p@localhost:{box.port}").send(message()), Deferred)


def test_a_password_that_smtp_cannot_say_is_refused():
    with mailing(users=True) as box:
        receipt = speaker(f"smtp://desk:m%E1%BA%ADt@localhost:{box.port}").send(message())
    assert isinstance(receipt, Refused)
    assert "ASCII" in receipt.why


def test_a_server_without_passwords_refuses_one():
    with mailing() as box:
        assert isinstance(speaker(f"smtp://desk:p@localhost:{box.port}").send(message()), Refused)


@pytest.mark.usefixtures("named")
def test_starttls_is_required_of_others():
    with mailing(tls="starttls", users=True) as box:
        assert speaker(f"smtp://desk:p@mail.test:{box.port}").send(message()) == Accepted()
    with mailing(users=True) as box:
        receipt = speaker(f"smtp://desk:p@mail.test:{box.port}").send(message())
        assert box.users == []
    assert isinstance(receipt, Refused)
    assert "STARTTLS" in receipt.why


@pytest.mark.usefixtures("named")
def test_starttls_is_taken_where_offered_even_when_clear_text_is_meant():
    for tls in ("starttls", ""):
        with mailing(tls=tls, name="other.test") as box:
            assert speaker(f"smtp://mail.test:{box.port}", plain=True).send(message()) == Accepted()
    assert box.mails


@pytest.mark.usefixtures("named")
def test_smtps_is_encrypted_from_the_first_byte():
    with mailing(tls="smtps") as box:
        assert speaker(f"smtps://mail.test:{box.port}").send(message()) == Accepted()


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize("tls", ["smtps", "starttls"])
def test_a_certificate_of_somebody_else_defers_and_nothing_is_said(tls):
    with mailing(tls=tls, name="other.test", users=True) as box:
        scheme = "smtps" if tls == "smtps" else "smtp"
        receipt = speaker(f"{scheme}://desk:p@mail.test:{box.port}").send(message())
        assert box.users == []
        assert box.mails == []
    assert isinstance(receipt, Deferred)
    assert "certificate" in receipt.why


@pytest.mark.parametrize("talk", [silent, dripping(b"2"), dripping(b"220-hello\r\n")], ids=["silent", "bytes", "lines"])
def test_a_server_that_never_comes_to_an_end_is_given_up(talk):
    with raw(talk) as port:
        receipt = speaker(f"smtp://localhost:{port}", timeout_s=QUICK_S).send(message())
        for thread in threading.enumerate():
            if thread.name == "attempt to send":
                thread.join(timeout=10)
                assert not thread.is_alive()
    assert isinstance(receipt, Deferred)


def test_a_server_that_stops_in_the_middle_is_given_up():
    def talk(connection, done):
        connection.sendall(b"220 hi\r\n")
        done.wait(30)

    with raw(talk) as port:
        receipt = speaker(f"smtp://localhost:{port}", timeout_s=QUICK_S).send(message())
    assert isinstance(receipt, Deferred)


def test_a_server_that_hangs_after_taking_it_has_taken_it():
    def talk(connection, done):
        lines = connection.makefile("rb")
        connection.sendall(b"220 hi\r\n")
        data = False
        for line in lines:
            if data:
                data = line != b".\r\n"
                if not data:
                    connection.sendall(b"250 taken\r\n")
            elif line.startswith(b"quit"):
                done.wait(30)
            else:
                data = line.startswith(b"data")
                connection.sendall(b"354 go on\r\n" if data else b"250 ok\r\n")

    with raw(talk) as port:
        assert speaker(f"smtp://localhost:{port}", timeout_s=QUICK_S).send(message()) == Accepted()


def test_nobody_there_is_for_later():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    receipt = speaker(f"smtp://localhost:{port}").send(message())
    assert receipt == Deferred(why="no connection: Connection refused", unseen=True)


def test_a_server_that_hangs_up_is_for_later():
    with raw(lambda connection, _: connection.sendall(b"220 hi\r\n")) as port:
        assert isinstance(speaker(f"smtp://localhost:{port}").send(message()), Deferred)
