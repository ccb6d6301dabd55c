"""agencies.toml: what is read, and which values and combinations are refused with their reason."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from rumorwatch.domain.agencies import Agency, Minutes, QuietHours, Start, WorkingDays
from rumorwatch.domain.claims import Topic
from rumorwatch.domain.errors import SettingsError
from rumorwatch.respond.agencylist import __doc__ as format_page
from rumorwatch.respond.agencylist import read_agencies
from rumorwatch.respond.coverage import gaps


def read(folder: Path, text: str) -> tuple[Agency, ...]:
    path = folder / "agencies.toml"
    path.write_text(text, "utf-8")
    return read_agencies(path)


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(SettingsError) as raised:
        read(folder, text)
    return str(raised.value)


def tables(*each: str) -> str:
    """Return agencies a, b, c, … of one topic and province each, so that only the lines given can clash."""
    made = []
    for name, lines in zip("abcde", each, strict=False):
        own = "" if "topics" in lines else f'topics = ["health"]\nprovinces = ["{name}"]\n'
        named = "" if "name =" in lines else f'name = "Office {name}"\n'
        made.append(f'[[agency]]\nid = "{name}"\n{named}{own}{lines}\n')
    return "".join(made)


def test_no_file_is_no_agencies_and_neither_is_an_empty_one(tmp_path):
    assert read_agencies(tmp_path / "agencies.toml") == ()
    assert read(tmp_path, "\n# none yet\n") == ()


def test_every_key_is_read_as_the_page_at_the_top_of_the_module_says(tmp_path):
    assert format_page is not None
    page = format_page[format_page.index("preset") :]
    (agency,) = read(tmp_path, page.replace('fallback = "ubnd"', "#"))
    assert (agency.id, agency.name, agency.also_named) == ("so-y-te", "Sở Y tế", ("Health Department",))
    assert (agency.topics, agency.provinces) == ({Topic.HEALTH}, ("Huế",))
    assert agency.contacts == ("duty-mail",)
    assert agency.acknowledge_within == Minutes(count=30)
    assert agency.answer_within == WorkingDays(count=3, since=Start.FIRST_SEEN)
    assert (agency.valid_from, agency.valid_until) == (date(2026, 7, 1), date(2027, 6, 30))
    assert agency.quiet == QuietHours(start=time(22), end=time(6))
    assert (agency.notices_per_day, agency.timezone) == (20, "Asia/Ho_Chi_Minh")


def test_the_example_in_the_docs_can_be_used(tmp_path):
    page = (Path(__file__).parents[2] / "docs" / "agencies.md").read_text("utf-8")
    example = [line[4:] for line in page.splitlines() if line.startswith("    ")]
    found = read(tmp_path, "\n".join(example))
    assert len(found) == page.count("[[agency]]")
    assert gaps(found, on=date(2026, 10, 7)) == ()


def test_what_is_left_out_has_the_defaults(tmp_path):
    (agency,) = read(tmp_path, '[[agency]]\nid = "a"\nname = "A"\n')
    assert (agency.topics, agency.provinces, agency.contacts, agency.fallback) == (frozenset(), (), (), None)
    assert (agency.quiet, agency.notices_per_day, agency.valid_from, agency.valid_until) == (None, None, None, None)
    assert (agency.acknowledge_within, agency.answer_within) == (Minutes(count=30), Minutes(count=60))


@pytest.mark.parametrize(
    ("preset", "health", "security"),
    [
        ("15-30-60", (Minutes(count=30), Minutes(count=60)), (Minutes(count=30), Minutes(count=60))),
        ("60-30", (Minutes(count=30), Minutes(count=60)), (Minutes(count=15), Minutes(count=30))),
        ("3-working-days", (WorkingDays(count=1), WorkingDays(count=3)), (WorkingDays(count=1), WorkingDays(count=3))),
    ],
)
def test_a_preset_gives_the_deadlines_that_are_not_written(tmp_path, preset, health, security):
    own = 'answer = "2 min"\nacknowledge = "1 min"'
    found = read(tmp_path, f'preset = "{preset}"\n' + tables("", 'topics = ["security", "scam"]', own))
    assert [(each.acknowledge_within, each.answer_within) for each in found] == [
        health,
        security,
        (Minutes(count=1), Minutes(count=2)),
    ]


def test_a_file_that_cannot_be_opened_is_rw_u50(tmp_path):
    (tmp_path / "agencies.toml").mkdir()
    with pytest.raises(SettingsError, match=r"^RW-U50 .*agencies\.toml"):
        read_agencies(tmp_path / "agencies.toml")


@pytest.mark.parametrize("text", ["[[agency]\n", 'a = "\udcff"'])
def test_what_is_no_toml_is_rw_u51(tmp_path, text):
    (tmp_path / "agencies.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(SettingsError, match=r"^RW-U51 .*agencies\.toml"):
        read_agencies(tmp_path / "agencies.toml")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('phone = "1"', 'unknown key "phone"; known are id, name,'),
        ('topics = ["weather"]', "policy, economy, health, disaster, security, impersonation, scam, other"),
        ('topics = "health"', "a list of texts"),
        ('topics = ["health", "health"]', 'names "health" once'),
        ('provinces = ["Huế", "tỉnh Hue"]', 'names "tỉnh Hue" once'),
        ('provinces = ["  "]', "a list of texts"),
        ('provinces = ["…"]', "a word in each"),
        ('contacts = ["mail", "mail"]', 'names "mail" once'),
        ('contacts = ["Duty Mail"]', "channels.toml"),
        ('acknowledge = "half an hour"', '"30 min" or "3 working days"'),
        ('acknowledge = "0 min"', '"30 min"'),
        ("answer = 60", '"30 min"'),
        ('answer = "100001 min"', '"30 min"'),
        ('answer = "251 working days"', '"30 min"'),
        ('valid_from = "2026-07-01"', "a day without quotation marks"),
        ("valid_until = 2026-07-01T10:00:00", "a day without quotation marks"),
        ('fallback = ""', "the id of another agency"),
        ('quiet = "22:00"', "two different times"),
        ('quiet = "22:00-22:00"', "two different times"),
        ('quiet = "22:00-24:00"', "two different times"),
        ("notices_per_day = 0", "a whole number from 1"),
        ("notices_per_day = true", "a whole number from 1"),
        ('timezone = "Asia/Saigoon"', "Asia/Ho_Chi_Minh"),
        ("timezone = 7", "Asia/Ho_Chi_Minh"),
    ],
)
def test_a_key_or_value_that_cannot_be_used_is_rw_u52_and_says_what_can(tmp_path, line, says):
    message = refusal(tmp_path, f'[[agency]]\nid = "a"\nname = "A"\n{line}\n')
    assert message.startswith('RW-U52 agencies.toml: agency 1 ("a"): ')
    assert says in message
    assert "Correct " in message


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[[agency]]\nname = "A"\n', '"id" is missing'),
        ('[[agency]]\nid = "desk"\nname = "A"\n', 'not "desk"'),
        ('[[agency]]\nid = "a"\n', '"name" is missing'),
        ('[[agency]]\nid = "A b"\nname = "A"\n', "1 to 64 of a-z 0-9 - _"),
        ('[[agency]]\nid = "a"\nname = "…"\n', "text with a word in it"),
        ('preset = "fast"\n', "15-30-60, 60-30, 3-working-days"),
        ("preset = 60\n", "15-30-60, 60-30, 3-working-days"),
        ("[agency]\nid = 1\n", "[[agency]] tables and nothing else"),
        ('agencies = "a"\n', '"agencies"'),
    ],
)
def test_a_file_that_is_no_list_of_agencies_is_rw_u52(tmp_path, text, says):
    message = refusal(tmp_path, text)
    assert message.startswith("RW-U52 ")
    assert says in message


@pytest.mark.parametrize(
    ("each", "code", "says"),
    [
        (('name = "Sở Y tế"', 'name = "SO Y TE"'), "RW-U53", '"b", "name"'),
        (('name = "Sở Y tế"', 'also_named = ["so y te"]'), "RW-U53", '"b", "also_named"'),
        (('fallback = "x"',), "RW-U54", 'no agency "x" is listed'),
        (('fallback = "a"',), "RW-U54", "the agency itself"),
        (('fallback = "b"', 'fallback = "c"', 'fallback = "a"'), "RW-U54", "in a circle"),
        (('fallback = "b"', 'fallback = "c"', 'fallback = "b"'), "RW-U54", '"b", "fallback"'),
        (('acknowledge = "90 min"',), "RW-U55", 'within "90 min", later than its answer, within "60 min"'),
        (('answer = "20 min"',), "RW-U55", "the preset's"),
        (('acknowledge = "90 min"\nanswer = "80 min from first sighting"',), "RW-U55", "from first sighting"),
        (('acknowledge = "4 working days"\nanswer = "3 working days"',), "RW-U55", "4 working days"),
        (("valid_from = 2026-07-02\nvalid_until = 2026-07-01",), "RW-U56", "2026-07-01 is before its first"),
        (("topics = []", "topics = []"), "RW-U57", 'as "a" has none'),
    ],
)
def test_an_impossible_combination_is_refused_with_agency_key_and_remedy(tmp_path, each, code, says):
    message = refusal(tmp_path, tables(*each))
    assert message.startswith(f'{code} agencies.toml: agency "')
    assert says in message
    assert str(tmp_path / "agencies.toml") in message


def test_one_id_twice_is_rw_u53(tmp_path):
    message = refusal(tmp_path, tables("") + tables("").replace("Office a", "Office z"))
    assert message.startswith('RW-U53 agencies.toml: agency "a", "id": ')


@pytest.mark.parametrize(
    "each",
    [
        ('acknowledge = "90 min"\nanswer = "1 working day"',),
        ('acknowledge = "90 min from first sighting"\nanswer = "80 min"',),
        ('acknowledge = "60 min"\nanswer = "60 min"',),
        ("valid_from = 2026-07-01\nvalid_until = 2026-07-01",),
        ('also_named = ["Office A"]',),
        ("topics = []", 'fallback = "a"'),
        ('topics = []\nfallback = "b"', "topics = []"),
        ("topics = []\nvalid_until = 2026-06-30", "topics = []\nvalid_from = 2026-07-01"),
        ("topics = []", "topics = []", 'fallback = "b"'),
        ("topics = []", "topics = []", "topics = []", 'fallback = "b"', 'fallback = "c"'),
    ],
)
def test_what_is_possible_is_read(tmp_path, each):
    assert len(read(tmp_path, tables(*each))) == len(each)
