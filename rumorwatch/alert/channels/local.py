"""Channels on this machine: a file that grows, an Atom feed of alerts, and stdout."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET  # only our own feed is read, and never one with a DTD

from rumorwatch.alert.channels.outsidetext import line_of, lines_of
from rumorwatch.domain.errors import quoted
from rumorwatch.domain.messages import Accepted, Deferred, Receipt

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import TextIO

    from rumorwatch.alert.channels.wording import Wording
    from rumorwatch.domain.alerts import ChannelId
    from rumorwatch.domain.channels import Channel
    from rumorwatch.domain.messages import Message

MAX_ENTRIES = 100
"""Stories in an Atom feed: readers that come once a day miss none of ten alerts an hour's worst day."""
_TAIL_BYTES = 64 * 1024
_MAX_FEED_BYTES = 16 << 20
_ATOM = "http://www.w3.org/2005/Atom"
_DECLARATION = b"<?xml version='1.0' encoding='utf-8'?>\n"
"""As ElementTree writes it: another encoding could hide a DTD."""
_DTD = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


class FileSpeaker:
    """Appends messages to a file, each ended by a line with its key: a retry finds it there and adds nothing."""

    def __init__(self, channel: Channel, *, wording: Wording, path: Path) -> None:
        self._channel = channel
        self._wording = wording
        self._path = path

    @property
    def id(self) -> ChannelId:
        """The channel's name in channels.toml."""
        return self._channel.id

    def send(self, message: Message) -> Receipt:
        """Write it, and wait until the disk has it."""
        key_line = f"rumorwatch-key: {message.key}\n".encode()
        text = lines_of(self._wording.plain(message, limit=None)).rstrip("\n")
        try:
            _append(self._path, f"{text}\n".encode(), key_line)
        except OSError as error:
            return Deferred(why=_why(error, self._path))
        return Accepted()


class AtomSpeaker:
    """Keeps an Atom feed (RFC 4287) of the newest alerts; a feed that cannot be read any more is begun anew."""

    def __init__(self, channel: Channel, *, wording: Wording, path: Path) -> None:
        self._channel = channel
        self._wording = wording
        self._path = path

    @property
    def id(self) -> ChannelId:
        """The channel's name in channels.toml."""
        return self._channel.id

    def send(self, message: Message) -> Receipt:
        """Put its stories in the place of older ones of the same alerts."""
        entries = dict(_read_feed(self._path))
        for entry in self._entries(message):
            known = entries.get(entry.id)
            if known is None or known.updated <= entry.updated:  # a late retry does not undo what came after
                entries[entry.id] = entry
        newest = sorted(entries.values(), key=lambda entry: (entry.updated, entry.id), reverse=True)[:MAX_ENTRIES]
        try:
            _replace(self._path, _feed_document(self.id, newest))
        except OSError as error:
            return Deferred(why=_why(error, self._path))
        return Accepted()

    def _entries(self, message: Message) -> tuple[_Entry, ...]:
        alone = [replace(message, stories=(story,), digest=False) for story in message.stories]
        return tuple(
            _Entry(
                id=f"urn:rumorwatch:{story.alert_id}",
                updated=message.made_at.astimezone(UTC),
                title=line_of(self._wording.subject(one)),
                summary=lines_of(self._wording.plain(one, limit=None)),
            )
            for story, one in zip(message.stories, alone, strict=True)
        )


class StdoutSpeaker:
    """Prints messages: cron mails what a scan prints."""

    def __init__(self, channel: Channel, *, wording: Wording, stream: TextIO) -> None:
        self._channel = channel
        self._wording = wording
        self._stream = stream

    @property
    def id(self) -> ChannelId:
        """The channel's name in channels.toml."""
        return self._channel.id

    def send(self, message: Message) -> Receipt:
        """Print it; letters that the stream does not have are escaped."""
        text = lines_of(self._wording.plain(message, limit=None)).rstrip("\n") + "\n\n"
        encoding = self._stream.encoding or "utf-8"
        try:
            self._stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
            self._stream.flush()
        except (OSError, ValueError) as error:  # ValueError: closed
            return Deferred(why=f"stdout cannot be written: {quoted(str(error))}")
        return Accepted()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    id: str
    updated: datetime
    title: str
    summary: str


def _append(path: Path, text: bytes, key_line: bytes) -> None:
    # only this user: quotes of posts stand in it
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        size = os.fstat(handle).st_size
        tail = os.pread(handle, _TAIL_BYTES, max(0, size - _TAIL_BYTES))
        if b"\n" + key_line not in b"\n" + tail:
            ended = b"" if not tail or tail.endswith(b"\n") else b"\n"
            whole = ended + text + key_line + b"\n"
            if os.write(handle, whole) < len(whole):
                os.ftruncate(handle, size)  # half a message would stay there with no key
                raise OSError(None, "the disk is full")
        os.fsync(handle)
    finally:
        os.close(handle)


def _read_feed(path: Path) -> Mapping[str, _Entry]:
    """Return the entries of a feed that we wrote; of anything else, none."""
    try:
        with path.open("rb") as opened:
            document = opened.read(_MAX_FEED_BYTES)
        if not document.startswith(_DECLARATION) or _DTD.search(document):
            return {}
        found = [_read_entry(element) for element in ET.fromstring(document).iterfind(f"{{{_ATOM}}}entry")]  # noqa: S314
    except (OSError, ValueError, ET.ParseError):
        return {}
    return {entry.id: entry for entry in found if entry is not None}


def _read_entry(element: ET.Element) -> _Entry | None:
    texts = {name: element.findtext(f"{{{_ATOM}}}{name}") or "" for name in ("id", "updated", "title", "summary")}
    try:
        updated = datetime.fromisoformat(texts["updated"])
    except ValueError:
        return None
    if not texts["id"] or updated.tzinfo is None:
        return None
    return _Entry(
        id=texts["id"], updated=updated.astimezone(UTC), title=texts["title"], summary=lines_of(texts["summary"])
    )


def _feed_document(channel: ChannelId, entries: list[_Entry]) -> bytes:
    feed = ET.Element("feed", {"xmlns": _ATOM})
    _text(feed, "id", f"urn:rumorwatch:channel:{channel}")
    _text(feed, "title", "rumorwatch")
    _text(feed, "updated", entries[0].updated.isoformat())
    _text(ET.SubElement(feed, "author"), "name", "rumorwatch")
    for entry in entries:
        element = ET.SubElement(feed, "entry")
        _text(element, "id", entry.id)
        _text(element, "title", entry.title)
        _text(element, "updated", entry.updated.isoformat())
        _text(element, "summary", entry.summary).set("type", "text")
    return _DECLARATION + bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=False))


def _text(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = text
    return element


def _replace(path: Path, document: bytes) -> None:
    """Put a file in another's place: readers see the old one or the new one, never half of one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(document)
            opened.flush()
            os.fchmod(opened.fileno(), 0o644)  # a feed is there for others to read
            os.fsync(opened.fileno())
        os.replace(name, path)  # noqa: PTH105 - a name, as mkstemp gives it
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)  # noqa: PTH108
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _why(error: OSError, path: Path) -> str:
    return f"{quoted(path.name)} cannot be written: {quoted(error.strerror or str(error))}"
