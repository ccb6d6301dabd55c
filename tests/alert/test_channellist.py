from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alert.told import SECRET
from rumorwatch.alert.channellist import KEYS, read_channels
from rumorwatch.domain.channels import Channel, ChannelKind
from rumorwatch.domain.errors import SettingsError
from rumorwatch.domain.posts import Language
from rumorwatch.domain.rumors import Level

if TYPE_CHECKING:
    from pathlib import Path

MAIL = {
    "id": "desk",
    "kind": "email",
    "url": "smtps://u:s3cret@mail.gov.vn",
    "sender": "rumorwatch@gov.vn",
    "to": ["desk@gov.vn"],
}
HOOK = {"id": "hook", "kind": "webhook", "url": "https://intra.gov.vn/s3cret", "secret": SECRET}
CHAT = {"id": "chat", "kind": "apprise", "url": "zalo://123456789:s3cretABCDEFGHIJ/abc123"}
TELEGRAM = {**CHAT, "url": "tgram://123456789:s3cretABCDEFGHIJ/12345"}


def written(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case list():
            return f"[{', '.join(written(one) for one in value)}]"
        case str():
            return "'''" + value + "'''" if value.isprintable() else '"' + value.encode("unicode_escape").decode() + '"'
        case _:
            return str(value)


def listed(tmp_path: Path, *tables: dict[str, object], mode: int = 0o600) -> Path:
    path = tmp_path / "channels.toml"
    path.write_text(
        "".join("[[channel]]\n" + "".join(f"{k} = {written(v)}\n" for k, v in table.items()) for table in tables)
    )
    path.chmod(mode)
    return path


def read(tmp_path: Path, *tables: dict[str, object], **env: str) -> tuple[Channel, ...]:
    return read_channels(listed(tmp_path, *tables), env=env)


def refusal(tmp_path: Path, *tables: dict[str, object], mode: int = 0o600, **env: str) -> str:
    with pytest.raises(SettingsError) as caught:
        read_channels(listed(tmp_path, *tables, mode=mode), env=env)
    text = str(caught.value)
    assert "s3cret" not in text
    assert SECRET not in text
    assert "\n" not in text
    return text


def test_without_the_file_nobody_is_told(tmp_path):
    assert read_channels(tmp_path / "channels.toml", env={}) == ()


def test_every_kind_is_read(tmp_path):
    found = read(
        tmp_path,
        MAIL,
        HOOK,
        CHAT,
        {"id": "log", "kind": "file", "url": "out/alerts.txt"},
        {"id": "atom", "kind": "atom", "url": "file:alerts.atom"},
        {"id": "cron", "kind": "stdout", "language": "en", "lowest": "high", "paused": True, "abroad": True},
    )
    assert [one.kind for one in found] == list(ChannelKind)
    assert found[0].to == ("desk@gov.vn",)
    assert found[4].url == "alerts.atom"
    assert (found[5].language, found[5].lowest, found[5].paused) == (Language.EN, Level.HIGH, True)
    assert found[5].abroad
    assert not any("s3cret" in repr(one) for one in found)


def test_the_example_in_the_docstring_names_every_key():
    from rumorwatch.alert import channellist

    assert [key for key in KEYS if f"\n{key} = " not in channellist.__doc__] == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[channel]]\nid = s3cret", "line 2"),
        ("[[channel]]\nid = 's3cret", "document"),
        ("\udcff", "UTF-8"),
    ],
)
def test_what_is_no_toml_is_refused_without_showing_what_stands_there(tmp_path, text, says):
    path = tmp_path / "channels.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(SettingsError, match="RW-U40") as caught:
        read_channels(path, env={})
    assert says in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_a_file_that_cannot_be_opened_is_an_error(tmp_path):
    (tmp_path / "channels.toml").mkdir()
    with pytest.raises(SettingsError, match=r"RW-U40.*cannot be opened"):
        read_channels(tmp_path / "channels.toml", env={})


def test_other_tables_are_refused(tmp_path):
    path = tmp_path / "channels.toml"
    for text in ("x = 1", "[channel]\nid = 'a'", "channel = [1]"):
        path.write_text(text)
        with pytest.raises(SettingsError, match=r"RW-U41.*channel"):
            read_channels(path, env={})


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"urls": "x"}, "unknown key"),
        ({"id": "Desk"}, '"id"'),
        ({"id": ""}, '"id"'),
        ({"kind": "mail"}, '"kind"'),
        ({"kind": ["email"]}, '"kind"'),
        ({"url": "smtps://u:s3cret@host\nRCPT"}, '"url" must be text in one line'),
        ({"url": 3}, '"url" must be text'),
        ({"sender": "Desk <desk@gov.vn>"}, '"sender"'),
        ({"sender": "desk@gov.vn\nBcc: x@y.vn"}, '"sender"'),
        ({"sender": "đội@gov.vn"}, '"sender"'),
        ({"sender": "a@b@gov.vn"}, '"sender"'),
        ({"sender": '"a b"@gov.vn'}, '"sender"'),
        ({"sender": "a@gov_.vn"}, '"sender"'),
        ({"sender": "a..b@gov.vn"}, '"sender"'),
        ({"sender": "@gov.vn"}, '"sender"'),
        ({"sender": "gov.vn"}, '"sender"'),
        ({"to": "desk@gov.vn"}, '"to"'),
        ({"to": ["desk@gov.vn", "x y@gov.vn"]}, '"to"'),
        ({"to": ["desk@gov.vn, other@gov.vn"]}, '"to"'),
        ({"language": "und"}, '"language"'),
        ({"lowest": "urgent"}, '"lowest"'),
        ({"paused": "yes"}, '"paused"'),
        ({"plain": 1}, '"plain"'),
        ({"secret": SECRET}, "says nothing for kind email"),
        ({"signed_off": True}, "says nothing for kind email"),
    ],
)
def test_a_key_or_value_that_cannot_be_used_is_named(tmp_path, change, says):
    text = refusal(tmp_path, {**MAIL, **change})
    assert text.startswith("RW-U41 channels.toml: channel 1")
    assert says in text


def test_id_and_kind_have_to_be_there(tmp_path):
    for key in ("id", "kind"):
        assert f'"{key}" is missing' in refusal(tmp_path, {k: v for k, v in MAIL.items() if k != key})


def test_one_id_twice_and_two_stdouts_are_refused(tmp_path):
    assert "RW-U42" in refusal(tmp_path, MAIL, MAIL)
    cron = {"kind": "stdout"}
    assert "RW-U42" in refusal(tmp_path, {"id": "a", **cron}, {"id": "b", **cron})


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"url": ""}, '"url" is missing'),
        ({"url": "https://u:s3cret@mail.gov.vn"}, "smtp://"),
        ({"url": "smtps://u:s3cret@mail.gov.vn:99999"}, "host or port"),
        ({"url": "smtps://u:s3cret@[::1"}, "host or port"),
        ({"url": "smtps:mail.gov.vn"}, "no host"),
        ({"url": "smtps://u:s3cret@:25"}, "no host"),
        ({"url": "smtps://u:s3cret@mail.gov.vn/x"}, "end after host"),
        ({"url": "smtps://u@mail.gov.vn"}, "user and a password"),
        ({"url": "smtps://u:s3 cret@mail.gov.vn"}, "space"),
        ({"sender": ""}, '"sender"'),
        ({"to": []}, '"to" is missing'),
        ({"to": ["desk@gov.vn", "Desk@gov.vn"]}, "twice"),
    ],
)
def test_mail_that_could_not_be_sent_is_refused(tmp_path, change, says):
    assert says in refusal(tmp_path, {key: value for key, value in {**MAIL, **change}.items() if value != ""})


@pytest.mark.parametrize("key", ["url", "sender", "to"])
def test_mail_needs_server_sender_and_recipients(tmp_path, key):
    text = refusal(tmp_path, {k: v for k, v in MAIL.items() if k != key})
    assert text.startswith("RW-U45")
    assert f'"{key}" is missing' in text


def test_smtp_is_accepted_because_starttls_is_required_of_it(tmp_path):
    assert read(tmp_path, {**MAIL, "url": "smtp://u:s3cret@mail.gov.vn:587"})[0].plain is False


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"url": "http://intra.gov.vn/s3cret"}, "not encrypted"),
        ({"url": "ftp://intra.gov.vn/"}, "https://"),
        ({"url": "https:///s3cret"}, "no host"),
        ({"secret": ""}, '"secret" is missing'),
        ({"secret": "s3cret"}, "whsec_"),
        ({"secret": "whsec_c2hvcnQ="}, "24 bytes"),
        ({"secret": "whsec_not base64 at all, that is sure"}, "base64"),
    ],
)
def test_a_webhook_that_others_could_read_or_forge_is_refused(tmp_path, change, says):
    text = refusal(tmp_path, {**HOOK, **change})
    assert text.startswith("RW-U45")
    assert says in text


@pytest.mark.parametrize("change", [{"plain": True}, {"url": "http://127.0.0.1:80/x"}, {"url": "http://[::1]/x"}])
def test_http_is_for_this_machine_and_where_it_is_meant(tmp_path, change):
    assert read(tmp_path, {**HOOK, "url": "http://intra.gov.vn/x", **change})


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("exec://s3cret", "must begin with one of"),
        ("syslog://s3cret", "must begin with one of"),
        ("mailto://u:s3cret@gmail.com", "must begin with one of"),
        ("https://hooks.slack.com/s3cret", "must begin with one of"),
        ("json://intra.gov.vn/s3cret", "not encrypted"),
        ("jsons://intra.gov.vn/s3cret?verify=no", "verify"),
        ("tgram://123456789:s3cretABCDEFGHIJ/1?optional=yes&template=/etc/passwd", "optional, template"),
        ("slack://TJ/BJ/s3cret/#room?Verify=no", "verify"),
        ("zalo:s3cret", "no host"),
    ],
)
def test_a_service_that_is_no_chat_or_weakens_itself_is_refused(tmp_path, url, says):
    text = refusal(tmp_path, {**CHAT, "url": url})
    assert text.startswith("RW-U45")
    assert says in text


@pytest.mark.parametrize(
    ("url", "abroad"),
    [
        ("tgram://123456789:s3cretABCDEFGHIJ/12345", True),
        ("TGRAM://123456789:s3cretABCDEFGHIJ/12345", True),
        ("slack://TJ/BJ/s3cret", True),
        ("workflows://host.azure.com/s3cret/x", True),
        ("signals://localhost/1/2", True),
        ("ntfys://topic", True),
        ("ntfys://ntfy.sh/topic", True),
        ("ntfys://push.gov.vn/topic", False),
        ("matrixs://u:s3cret@matrix.org/#r", True),
        ("mmosts://chat.gov.vn/s3cret", False),
        ("zalo://123456789:s3cretABCDEFGHIJ/abc", False),
    ],
)
def test_a_service_abroad_gets_claim_and_counts_only(tmp_path, url, abroad):
    assert read(tmp_path, {**CHAT, "url": url})[0].abroad is abroad


def test_a_service_abroad_is_told_more_only_when_an_administrator_signs(tmp_path):
    assert "signed_off" in refusal(tmp_path, {**TELEGRAM, "abroad": False})
    assert read(tmp_path, {**TELEGRAM, "abroad": False, "signed_off": True})[0].abroad is False
    assert read(tmp_path, {**TELEGRAM, "signed_off": True})[0].abroad is False
    assert read(tmp_path, {**TELEGRAM, "signed_off": True, "abroad": True})[0].abroad is True


def test_secrets_come_from_the_environment_and_from_files(tmp_path):
    (tmp_path / "hook.key").write_text(f"{SECRET}\n")
    (tmp_path / "hook.key").chmod(0o600)
    found = read(tmp_path, {**HOOK, "url": "env:HOOK", "secret": "file:hook.key"}, HOOK="https://a.vn/x")
    assert (found[0].url, found[0].secret) == ("https://a.vn/x", SECRET)


def test_a_secret_that_is_not_there_is_named_by_its_place(tmp_path):
    (tmp_path / "empty").touch(0o600)
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    (tmp_path / "binary").chmod(0o600)
    for place in ("env:NOBODY", "file:nowhere", "file:empty", "file:binary", "file:nul\\0"):
        text = refusal(tmp_path, {**HOOK, "secret": place})
        assert text.startswith("RW-U43")
        assert 'channel 1 ("hook"): "secret"' in text


def test_a_secret_from_outside_is_checked_as_one_written_here(tmp_path):
    assert "control character" in refusal(tmp_path, {**HOOK, "url": "env:HOOK"}, HOOK="https://a.vn/\ns3cret")


def test_a_secret_that_others_can_read_is_refused(tmp_path):
    (tmp_path / "hook.key").write_text(SECRET)
    (tmp_path / "hook.key").chmod(0o640)
    assert refusal(tmp_path, {**HOOK, "secret": "file:hook.key"}).startswith("RW-U44")


@pytest.mark.parametrize("table", [MAIL, HOOK, CHAT])
def test_channels_toml_with_a_secret_in_the_clear_must_be_ours_alone(tmp_path, table):
    text = refusal(tmp_path, table, mode=0o644)
    assert text.startswith("RW-U44 channels.toml")
    assert "chmod 600" in text


def test_channels_toml_without_secrets_may_be_read_by_anybody(tmp_path):
    relay = {**MAIL, "url": "smtp://localhost:25"}
    hook = {**HOOK, "secret": "env:S"}
    assert read_channels(listed(tmp_path, relay, hook, mode=0o644), env={"S": SECRET})


@pytest.mark.parametrize("url", ["../alerts.txt", "/etc/passwd", "file:../x", "file:%2e%2e/x", ".", "link/x"])
def test_files_stay_inside_the_workspace(tmp_path, url):
    (tmp_path / "link").symlink_to("/tmp")
    for kind in ("file", "atom"):
        assert refusal(tmp_path, {"id": "log", "kind": kind, "url": url}).startswith("RW-U46")


@pytest.mark.parametrize(("kind", "url"), [("atom", "rumorwatch.db"), ("atom", "x.txt"), ("file", "feeds.toml")])
def test_nothing_else_of_the_workspace_is_written_over(tmp_path, kind, url):
    text = refusal(tmp_path, {"id": "log", "kind": kind, "url": url})
    assert text.startswith("RW-U45")
    assert "must end in" in text


def test_two_channels_do_not_write_to_one_file(tmp_path):
    log = {"kind": "file", "url": "alerts.txt"}
    text = refusal(tmp_path, {"id": "a", **log}, {"id": "b", "kind": "file", "url": "./out/../alerts.txt"})
    assert text.startswith("RW-U42")
    assert "a, b all write to alerts.txt" in text


def test_a_file_channel_needs_its_file(tmp_path):
    assert '"url" is missing' in refusal(tmp_path, {"id": "log", "kind": "file"})
