"""agencies.toml: who answers rumors of which topics and places, by when; read strictly.

preset = "15-30-60"                     # deadlines of agencies that state none: 15-30-60, 60-30, 3-working-days

[[agency]]
id = "so-y-te"                          # 1 to 64 of a-z 0-9 - _
name = "Sở Y tế"                        # as its statements name it
also_named = ["Health Department"]
topics = ["health"]                     # none: all
provinces = ["Huế"]                     # none: the whole country
contacts = ["duty-mail"]                # channels of channels.toml; none: the desk's
acknowledge = "30 min"
answer = "3 working days from first sighting"
valid_from = 2026-07-01
valid_until = 2027-06-30
fallback = "ubnd"                       # steps in when its clock runs out, and after valid_until
quiet = "22:00-06:00"
notices_per_day = 20
timezone = "Asia/Ho_Chi_Minh"
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from rumorwatch.domain.agencies import Agency, AgencyId
from rumorwatch.domain.alerts import ChannelId
from rumorwatch.domain.claims import Topic
from rumorwatch.domain.errors import SettingsError, quoted
from rumorwatch.respond.agencychecks import refuse_impossible
from rumorwatch.respond.agencyvalues import KEYS, LISTS, quiet_hours, wrong_value
from rumorwatch.respond.deadlines import PRESETS, deadline_of, preset_deadlines

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from rumorwatch.domain.agencies import Deadline

MAX_BYTES = 20 << 20
_AS_WRITTEN = ("name", "valid_from", "valid_until", "notices_per_day", "timezone")
"""Keys whose values an agency holds as they stand in the file."""


def read_agencies(path: Path) -> tuple[Agency, ...]:
    """Return the agencies in the order of the file; none when there is no file.

    Raises:
        SettingsError: RW-U50 the file cannot be opened, RW-U51 it is no TOML, RW-U52 a key or value cannot be used,
            RW-U53 to RW-U57 agencies that cannot stand together (``refuse_impossible``).
    """
    document = _document(path)
    tables, preset = document.pop("agency", []), document.pop("preset", PRESETS[0])
    if document or not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        wrong = quoted(next(iter(document), "agency"))
        raise _unusable(path, f'"{wrong}": the file holds preset and [[agency]] tables and nothing else')
    if preset not in PRESETS:
        raise _unusable(path, f'"preset" is {quoted(str(preset))}, must be one of {", ".join(PRESETS)}')
    agencies = tuple(_agency(table, preset, path=path, number=number) for number, table in enumerate(tables, start=1))
    refuse_impossible(agencies, path=path)
    return agencies


def _document(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes()[:MAX_BYTES].decode("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsError(
            code="RW-U50",
            failed=f"{quoted(str(path))} cannot be opened: {error.strerror or error}",
            remedy="Give this user the right to read it",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            code="RW-U51", failed=f"{quoted(str(path))}: {quoted(str(error))}", remedy="Mend this line"
        ) from error


def _agency(table: Mapping[str, Any], preset: str, *, path: Path, number: int) -> Agency:
    name = f'agency {number} ("{quoted(str(table.get("id", "")))}")'
    for key, value in table.items():
        if key not in KEYS:
            raise _unusable(path, f'{name}: unknown key "{quoted(key)}"; known are {", ".join(KEYS)}')
        if wrong := wrong_value(key, value):
            raise _unusable(path, f'{name}: "{key}" is {quoted(str(value))}, must be {wrong}')
    for key in ("id", "name"):
        if key not in table:
            raise _unusable(path, f'{name}: "{key}" is missing')
    lists = {key: tuple(table.get(key, ())) for key in LISTS}
    topics = frozenset(map(Topic, lists["topics"]))
    acknowledge, answer = preset_deadlines(preset, topics)
    return Agency(
        **{key: table[key] for key in _AS_WRITTEN if key in table},
        id=AgencyId(table["id"]),
        also_named=lists["also_named"],
        topics=topics,
        provinces=lists["provinces"],
        contacts=tuple(map(ChannelId, lists["contacts"])),
        acknowledge_within=_deadline(table.get("acknowledge"), acknowledge),
        answer_within=_deadline(table.get("answer"), answer),
        fallback=AgencyId(table["fallback"]) if "fallback" in table else None,
        quiet=quiet_hours(table["quiet"]) if "quiet" in table else None,
    )


def _deadline(written: str | None, preset: Deadline) -> Deadline:
    return preset if written is None else deadline_of(written) or preset


def _unusable(path: Path, why: str) -> SettingsError:
    return SettingsError(code="RW-U52", failed=f"{path.name}: {why}", remedy=f"Correct {quoted(str(path))}")
