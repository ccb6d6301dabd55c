"""Secrets are made whole or not at all, and nobody's mistake passes for one."""

from __future__ import annotations

import os

import pytest

from rumorwatch.domain.errors import SettingsError
from rumorwatch.secretfile import SECRET_BYTES, secret_in


def secret(path):
    return secret_in(path, name="key", setting="deliver.ack_key_file", without="codes of old messages end")


def test_a_secret_is_made_once_and_is_this_users_alone(tmp_path):
    path = tmp_path / "ack.key"
    made = secret(path)
    assert (len(made), path.stat().st_mode & 0o777, secret(path)) == (SECRET_BYTES, 0o600, made)
    assert [file.name for file in tmp_path.iterdir()] == ["ack.key"]


@pytest.mark.parametrize("text", ["", "\n", "00", "ab" * (SECRET_BYTES - 1), "hello", "ß"])
def test_what_is_empty_short_or_not_ours_is_no_secret(tmp_path, text):
    path = tmp_path / "ack.key"
    path.write_text(text, "utf-8")
    path.chmod(0o600)
    with pytest.raises(SettingsError, match="RW-U05"):
        secret(path)


@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_disk_that_fills_up_or_a_kill_leaves_no_half_a_secret(tmp_path, monkeypatch, call):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, call, full)
    with pytest.raises(SettingsError, match="No space left"):
        secret(tmp_path / "ack.key")
    assert list(tmp_path.iterdir()) == []


def test_of_two_that_make_it_at_once_both_have_the_first(tmp_path, monkeypatch):
    path, link = tmp_path / "ack.key", os.link
    found = []

    def late(source, target):
        monkeypatch.setattr(os, "link", link)
        found.append(secret(path))
        link(source, target)

    monkeypatch.setattr(os, "link", late)
    assert [secret(path)] == found
    assert list(tmp_path.iterdir()) == [path]
