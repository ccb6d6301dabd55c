from __future__ import annotations

import io
import resource
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from alert.told import CLAIM, NOW, Words, channel, message, story
from rumorwatch.alert.channels.local import MAX_ENTRIES, AtomSpeaker, FileSpeaker, StdoutSpeaker
from rumorwatch.domain.channels import ChannelKind
from rumorwatch.domain.messages import Accepted, Deferred

ATOM = "{http://www.w3.org/2005/Atom}"


def keyed(number: int, *stories, **more):
    return message(*stories, key=f"{number:032x}", **more)


def file_at(path: Path) -> FileSpeaker:
    return FileSpeaker(channel(ChannelKind.FILE), wording=Words(), path=path)


def atom_at(path: Path) -> AtomSpeaker:
    return AtomSpeaker(channel(ChannelKind.ATOM), wording=Words(), path=path)


def stdout_to(stream) -> StdoutSpeaker:
    return StdoutSpeaker(channel(ChannelKind.STDOUT), wording=Words(), stream=stream)


def entries(path: Path) -> list[ET.Element]:
    return ET.parse(path).getroot().findall(f"{ATOM}entry")


def test_a_file_grows_by_each_message_and_its_key(tmp_path):
    path = tmp_path / "alerts.txt"
    assert [file_at(path).send(keyed(number)) for number in (1, 2)] == [Accepted()] * 2
    assert path.read_text() == f"{CLAIM}\nrumorwatch-key: {1:032x}\n\n{CLAIM}\nrumorwatch-key: {2:032x}\n\n"
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_message_that_is_among_the_last_is_not_written_again(tmp_path):
    path = tmp_path / "alerts.txt"
    for number in (1, 2, 1, 2):
        file_at(path).send(keyed(number))
    assert path.read_text().count("rumorwatch-key") == 2


def test_what_others_left_without_an_end_is_ended_first(tmp_path):
    path = tmp_path / "alerts.txt"
    path.write_text("half a line")
    file_at(path).send(keyed(1))
    assert path.read_text().startswith(f"half a line\n{CLAIM}\n")


def test_no_claim_writes_escape_sequences(tmp_path):
    path = tmp_path / "alerts.txt"
    file_at(path).send(keyed(1, story(text="a\x1b[2J\r\nb\ud800")))
    assert path.read_text().startswith("a[2J\nb�\n")


def test_a_disk_that_is_full_or_not_there_is_for_later(tmp_path):
    for path in (Path("/dev/full"), tmp_path, tmp_path / "nowhere" / "alerts.txt"):
        receipt = file_at(path).send(keyed(1))
        assert isinstance(receipt, Deferred)
        assert "cannot be written" in receipt.why


def test_a_link_is_not_followed_out_of_the_workspace(tmp_path):
    (tmp_path / "alerts.txt").symlink_to(tmp_path / "elsewhere")
    assert isinstance(file_at(tmp_path / "alerts.txt").send(keyed(1)), Deferred)
    assert not (tmp_path / "elsewhere").exists()


def test_half_a_message_does_not_stay(tmp_path):
    path = tmp_path / "alerts.txt"
    file_at(path).send(keyed(1))
    before = path.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 5, limits[1]))
    try:
        receipt = file_at(path).send(keyed(2))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert isinstance(receipt, Deferred)
    assert path.read_bytes() == before
    assert file_at(path).send(keyed(2)) == Accepted()


def test_an_atom_feed_has_what_rfc_4287_asks_for(tmp_path):
    path = tmp_path / "alerts.atom"
    assert atom_at(path).send(message(story("1"), story("2", text="a < b & \x1b c"))) == Accepted()
    feed = ET.parse(path).getroot()
    assert feed.tag == f"{ATOM}feed"
    assert feed.findtext(f"{ATOM}id") == "urn:rumorwatch:channel:desk"
    assert feed.findtext(f"{ATOM}updated") == NOW.isoformat()
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "rumorwatch"
    assert [one.findtext(f"{ATOM}id") for one in entries(path)] == [
        "urn:rumorwatch:A-000002",
        "urn:rumorwatch:A-000001",
    ]
    assert entries(path)[0].findtext(f"{ATOM}summary") == "a < b &  c"
    assert entries(path)[1].findtext(f"{ATOM}title") == CLAIM
    assert path.stat().st_mode & 0o777 == 0o644
    assert [one.name for one in tmp_path.iterdir()] == ["alerts.atom"]


def test_feed_readers_read_the_feed(tmp_path):
    import feedparser

    path = tmp_path / "alerts.atom"
    atom_at(path).send(message())
    read = feedparser.parse(path.read_bytes())
    assert not read.bozo
    assert read.entries[0].id == "urn:rumorwatch:A-000001"


def test_an_alert_that_is_told_again_takes_its_old_place_and_a_late_retry_does_not(tmp_path):
    path = tmp_path / "alerts.atom"
    later = NOW + timedelta(hours=1)
    atom_at(path).send(message(story(text="first")))
    atom_at(path).send(message(story(text="second"), made_at=later))
    atom_at(path).send(message(story(text="first")))
    (entry,) = entries(path)
    assert entry.findtext(f"{ATOM}summary") == "second"
    before = path.read_bytes()
    atom_at(path).send(message(story(text="second"), made_at=later))
    assert path.read_bytes() == before


def test_only_the_newest_stay(tmp_path):
    path = tmp_path / "alerts.atom"
    for number in range(MAX_ENTRIES + 5):
        atom_at(path).send(message(story(str(number)), made_at=NOW + timedelta(minutes=number)))
    found = [one.findtext(f"{ATOM}id") for one in entries(path)]
    assert len(found) == MAX_ENTRIES
    assert found[0] == "urn:rumorwatch:A-000104"
    assert found[-1] == "urn:rumorwatch:A-000005"


@pytest.mark.parametrize(
    "there",
    [
        b"",
        b"<feed",
        b"\xff\xfe\x00",
        b'<!DOCTYPE x [<!ENTITY a "b">]><feed/>',
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>x</id><updated>soon</updated></entry></feed>',
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>x</id><updated>2026-01-01</updated></entry></feed>',
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry/></feed>',
        b"<feed/>",
    ],
)
@pytest.mark.parametrize("declared", ["<?xml version='1.0' encoding='utf-8'?>\n", "<?xml version='1.0'?>", ""])
def test_a_feed_that_cannot_be_read_is_begun_anew(tmp_path, declared, there):
    path = tmp_path / "alerts.atom"
    path.write_bytes(declared.encode() + there)
    assert atom_at(path).send(message()) == Accepted()
    assert len(entries(path)) == 1


def test_a_feed_that_cannot_be_written_is_for_later(tmp_path):
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "folder", tmp_path / "nowhere" / "alerts.atom"):
        assert isinstance(atom_at(path).send(message()), Deferred)
    assert [one.name for one in tmp_path.iterdir()] == ["folder"]


def test_stdout_gets_the_text_at_once():
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    assert stdout_to(stream).send(message(story(text="a\x1b[2Jb"))) == Accepted()
    assert stream.buffer.getvalue() == b"a[2Jb\n\n"


def test_letters_that_stdout_does_not_have_are_escaped():
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    assert stdout_to(stream).send(message(story(text="Hồ"))) == Accepted()
    assert stream.buffer.getvalue() == b"H\\u1ed3\n\n"


def test_a_stream_without_an_encoding_takes_everything():
    stream = io.StringIO()
    assert stdout_to(stream).send(message()) == Accepted()
    assert stream.getvalue() == f"{CLAIM}\n\n"


def test_a_stdout_that_is_gone_is_for_later():
    class Gone(io.StringIO):
        def flush(self):
            raise BrokenPipeError(32, "Broken pipe")

    assert isinstance(stdout_to(Gone()).send(message()), Deferred)
    closed = io.StringIO()
    closed.close()
    assert isinstance(stdout_to(closed).send(message()), Deferred)
