from __future__ import annotations

import json
import logging
import socket
from typing import TYPE_CHECKING

import pytest
from apprise.plugins.discord import NotifyDiscord
from apprise.plugins.slack import NotifySlack
from apprise.plugins.telegram import NotifyTelegram
from apprise.plugins.zalo import NotifyZalo
from werkzeug import Response

from alert.receivers import raw, silent
from alert.told import CLAIM, Words, channel, message, story
from rumorwatch.alert.channels.apprises import AppriseSpeaker
from rumorwatch.domain.channels import ChannelKind
from rumorwatch.domain.messages import Accepted, Deferred, Receipt, Refused

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer

TOKEN = "123456789:s3cretABCDEFGHIJKLMN"
MARKED = "<b>x</b> *y* _z_ [a](http://b.vn) <http://c|d> <!channel> &amp; `c` <script> @everyone\n# head\n- one"
TAKEN = {"ok": True, "code": 0, "errcode": 0, "StatusCode": 0}


def speaker(url: str, *, timeout_s: float = 5.0, wording=None) -> AppriseSpeaker:
    return AppriseSpeaker(channel(ChannelKind.APPRISE, url), wording=wording or Words(), timeout_s=timeout_s)


def here(server: HTTPServer, url: str) -> str:
    return url.replace("HERE", f"localhost:{server.port}")


def told(server: HTTPServer) -> dict:
    (request,) = [request for request, _ in server.log]
    return json.loads(request.data)


def answered(server: HTTPServer, status: int, body: object = "") -> Receipt:
    server.expect_request("/s3cret").respond_with_response(Response(json.dumps(body), status))
    return speaker(here(server, "json://HERE/s3cret")).send(message())


@pytest.fixture
def telegram(httpserver, monkeypatch) -> HTTPServer:
    monkeypatch.setattr(NotifyTelegram, "notify_url", httpserver.url_for("/bot"))
    return httpserver


@pytest.fixture
def zalo(httpserver, monkeypatch) -> HTTPServer:
    monkeypatch.setattr(NotifyZalo, "notify_url", httpserver.url_for("/bot{token}/sendMessage"))
    return httpserver


def test_telegram_shows_marks_as_they_stand(telegram):
    telegram.expect_request(f"/bot{TOKEN}/sendMessage").respond_with_json(TAKEN)
    assert speaker(f"tgram://{TOKEN}/12345").send(message(story(text=MARKED))) == Accepted()
    payload = told(telegram)
    assert payload["parse_mode"] == "HTML"  # in it only these three letters mean anything, and they are escaped
    assert "<" not in payload["text"]
    assert "&lt;b&gt;x&lt;/b&gt; *y* _z_ [a](http://b.vn)" in payload["text"]
    assert "&amp;amp;" in payload["text"]
    assert payload["disable_web_page_preview"] is True


def test_zalo_shows_marks_as_they_stand(zalo):
    zalo.expect_request(f"/bot{TOKEN}/sendMessage").respond_with_json(TAKEN)
    assert speaker(f"zalo://{TOKEN}/abc123").send(message(story(text=MARKED))) == Accepted()
    assert told(zalo) == {"text": MARKED, "chat_id": "abc123"}  # without parse_mode: plain


def test_slack_shows_marks_as_they_stand(httpserver, monkeypatch):
    monkeypatch.setattr(NotifySlack, "webhook_url", httpserver.url_for("/services"))
    httpserver.expect_request("/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ").respond_with_data("ok")
    url = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#general"
    assert speaker(url).send(message(story(text=MARKED))) == Accepted()
    payload = told(httpserver)
    assert payload["mrkdwn"] is False
    (attachment,) = payload["attachments"]
    assert "&lt;!channel&gt;" in attachment["text"]
    assert "<" not in attachment["text"]
    assert "github" not in json.dumps(payload)


def test_where_all_text_is_markdown_marks_are_escaped_and_nobody_is_called(httpserver, monkeypatch):
    monkeypatch.setattr(NotifyDiscord, "notify_url", httpserver.url_for("/discord"))
    httpserver.expect_request("/discord/4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js").respond_with_data("")
    httpserver.expect_request("/hooks/3ccdd113474722377935511fc85d3dd4").respond_with_data("ok")
    for url in ("mmost://HERE/3ccdd113474722377935511fc85d3dd4", "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js"):
        assert speaker(here(httpserver, url)).send(message(story(text=MARKED))) == Accepted()
    mattermost, discord = [json.loads(request.data) for request, _ in httpserver.log]
    for text in (mattermost["text"], discord["content"]):
        assert "\\*y\\*" in text
        assert "\\[a\\]" in text
        assert "@everyone" not in text


def test_an_escape_sequence_reaches_no_receiver(httpserver):
    httpserver.expect_request("/x").respond_with_data("")
    assert speaker(here(httpserver, "json://HERE/x")).send(message(story(text="a\x1b[2J\ud800\rb"))) == Accepted()
    assert told(httpserver)["message"] == "a[2J�\nb"


@pytest.mark.parametrize("text", ["a" * 9000, "<&>" * 3000, "😀" * 5000, "*_" * 4500], ids=["a", "html", "emoji", "md"])
def test_messages_are_cut_as_the_service_counts(telegram, text):
    telegram.expect_request(f"/bot{TOKEN}/sendMessage").respond_with_json(TAKEN)
    assert speaker(f"tgram://{TOKEN}/12345").send(message(story(text=text))) == Accepted()
    shown = told(telegram)["text"].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert text.startswith(shown)
    assert 4000 < len(shown.encode("utf-16-le")) // 2 <= 4096


def test_ntfy_is_counted_in_bytes(httpserver):
    httpserver.expect_request("/").respond_with_json({})
    assert speaker(here(httpserver, "ntfy://HERE/topic")).send(message(story(text="ồ" * 3000))) == Accepted()
    assert 4000 < len(told(httpserver)["message"].encode()) <= 4096


@pytest.mark.parametrize("status", [301, 302, 400, 401, 403, 404, 410])
def test_another_4xx_is_final(httpserver, status):
    receipt = answered(httpserver, status)
    assert isinstance(receipt, Refused)
    assert str(status) in receipt.why


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503])
def test_what_may_pass_is_for_later(httpserver, status):
    receipt = answered(httpserver, status)
    assert isinstance(receipt, Deferred)
    assert str(status) in receipt.why


def test_codes_of_ntfy_are_statuses_with_two_digits_more(httpserver):
    httpserver.expect_request("/").respond_with_json({"code": 42908, "error": "quota reached"}, status=429)
    receipt = speaker(here(httpserver, "ntfy://HERE/topic")).send(message())
    assert isinstance(receipt, Deferred)
    assert receipt.why.startswith("ntfy: 429")


def test_redirects_are_not_followed(httpserver):
    httpserver.expect_request("/s3cret").respond_with_response(
        Response("", 302, {"Location": httpserver.url_for("/other")})
    )
    assert isinstance(speaker(here(httpserver, "json://HERE/s3cret")).send(message()), Refused)
    assert [request.path for request, _ in httpserver.log] == ["/s3cret"]


@pytest.mark.parametrize(("status", "kind"), [(401, Refused), (400, Refused), (429, Deferred)])
def test_telegram_says_why_without_its_token(telegram, status, kind):
    telegram.expect_request(f"/bot{TOKEN}/sendMessage").respond_with_json(
        {"ok": False, "description": f"no https://api.telegram.org/bot{TOKEN}/x for 12345678"}, status=status
    )
    receipt = speaker(f"tgram://{TOKEN}/12345678").send(message())
    assert isinstance(receipt, kind)
    assert receipt.why.startswith(f"Telegram: {status}")
    assert "s3cret" not in receipt.why
    assert "12345678" not in receipt.why


def test_a_refusal_whose_reason_stands_in_the_body_is_for_later(zalo):
    zalo.expect_request(f"/bot{TOKEN}/sendMessage").respond_with_json({"ok": False})
    assert isinstance(speaker(f"zalo://{TOKEN}/abc123").send(message()), Deferred)


def test_nobody_there_is_for_later():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    receipt = speaker(f"json://u:s3cret@localhost:{port}/s3cret").send(message())
    assert isinstance(receipt, Deferred)
    assert "onnection error" in receipt.why
    assert "s3cret" not in receipt.why


def test_a_service_that_never_answers_is_given_up():
    with raw(silent) as port:
        receipt = speaker(f"json://localhost:{port}/s3cret", timeout_s=0.2).send(message())
    assert isinstance(receipt, Deferred)
    assert "s3cret" not in receipt.why


def test_an_answer_that_never_ends_is_given_up():
    def drip(connection, done):
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while not done.wait(0.02):
            connection.sendall(b"x")

    with raw(drip) as port:
        receipt = speaker(f"json://localhost:{port}/", timeout_s=0.2).send(message())
    assert receipt == Deferred(why="no answer within 0.2 s")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        (f"tgram://{TOKEN}", "no recipient"),
        (f"tgram://{TOKEN}/123/456", "2 recipients"),
        (f"zalo://{TOKEN}/", "no recipient"),
        ("tgram://s3cret", "can read"),
        ("matrix://u:s3cret@localhost", "no recipient"),
        ("pover://s3cret", "can read"),
    ],
)
def test_a_channel_is_one_recipient(url, says):
    receipt = speaker(url).send(message())
    assert isinstance(receipt, Refused)
    assert says in receipt.why
    assert "s3cret" not in receipt.why


def test_two_messages_in_a_row_are_both_sent(httpserver):
    httpserver.expect_request("/x").respond_with_data("")
    desk = speaker(here(httpserver, "json://HERE/x"))
    assert [desk.send(message()), desk.send(message())] == [Accepted(), Accepted()]
    assert [json.loads(request.data)["message"] for request, _ in httpserver.log] == [CLAIM, CLAIM]


def test_tokens_stand_in_no_log(telegram, caplog):
    telegram.expect_request(f"/bot{TOKEN}/sendMessage").respond_with_json({}, status=401)
    with caplog.at_level(logging.DEBUG):
        speaker(f"tgram://{TOKEN}/12345").send(message())
    ours = [record for record in caplog.records if not record.name.startswith("werkzeug")]
    assert "s3cret" not in " ".join(record.getMessage() for record in ours)
