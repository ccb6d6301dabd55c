"""``label claim``: a post or a new rumor becomes a known claim."""

from __future__ import annotations

import pytest

from dutynouns import alert
from nouns import NOW, digits, post, reading
from rumorwatch.domain.labels import AskReason, Label, Question
from rumorwatch.domain.posts import Language, PostKind
from rumorwatch.domain.readings import PostClass
from rumorwatch.domain.rumors import RumorId
from votes import judgment

TEXT = "Đập Suối Bạc xả hết nước trong đêm nay"
POST = post("p1", text=TEXT, url="https://e.example/1", language=Language.VI)


@pytest.fixture
def stored(store):
    with store.write() as unit:
        unit.posts.add([POST])
    return POST


def claims(cli):
    return cli("claims", "list", "--json").rows


def judgments(store):
    with store.read() as unit:
        return unit.judgments.standing()


@pytest.mark.parametrize("name", ["p1", POST.key[:6], POST.url])
@pytest.mark.usefixtures("stored")
def test_a_post_becomes_a_claim_with_its_judgment_and_its_line_in_the_audit(cli, store, name):
    said = cli(
        "label", "claim", name, "--text", "Đập Suối Bạc xả nước", "--topic", "disaster", "--verdict", "fake",
        "--url", "https://e.example/check", "--publisher", "Sở Thủy lợi", "--wording", "xả đập", "--by", "An",
    )  # fmt: skip
    assert said.code == 0
    (claim,) = claims(cli)
    assert (claim["text"], claim["wordings"], claim["topic"]) == ("Đập Suối Bạc xả nước", ["xả đập", TEXT], "disaster")
    assert (claim["verdict"], claim["language"], claim["publisher"]) == ("fake", "vi", "Sở Thủy lợi")
    assert (claim["url"], claim["checked_at"]) == ("https://e.example/check", NOW.isoformat())
    assert claim["id"] in said.err
    (made,) = judgments(store)
    assert (made.subject.question, made.label, made.made_claim) == (
        Question.CLAIM,
        Label.NEW_CLAIM,
        claim["id"],
    )
    assert (made.analyst, made.reason, made.post_key) == ("An", AskReason.CHOSEN, POST.key)
    with store.read() as unit:
        (entry,) = unit.audit.of(claim["id"])
        assert unit.judgments.texts()[POST.text_hash].views == POST.views
    assert (entry.action, entry.actor, entry.details["post"]) == ("add_claim", "An", POST.key)
    assert entry.details["judgment"] == made.id


@pytest.mark.usefixtures("stored")
def test_without_a_text_the_post_says_it_itself(cli):
    assert cli("label", "claim", "p1").code == 0
    (claim,) = claims(cli)
    assert (claim["text"], claim["wordings"], claim["verdict"]) == (TEXT, [], "unknown")


@pytest.mark.usefixtures("stored")
def test_two_claims_of_one_post_are_two(cli, store):
    for text in ("one thing", "another thing"):
        assert cli("label", "claim", "p1", "--text", text).code == 0
    assert len({claim["id"] for claim in claims(cli)}) == 2
    assert len({one.id for one in judgments(store)}) == 2


@pytest.mark.usefixtures("stored")
def test_a_claim_that_is_in_use_is_not_made_again(cli, store):
    assert cli("label", "claim", "p1", "--text", "one thing").code == 0
    (made,) = claims(cli)
    said = cli("label", "claim", "p1", "--text", "One  thing", "--by", "Minh")
    assert (said.code, said.err[:6]) == (2, "RW-U87")
    assert made["id"] in said.err
    assert len(claims(cli)) == len(judgments(store)) == 1
    assert cli("claims", "retire", made["id"]).code == 0
    assert cli("label", "claim", "p1", "--text", "one thing").code == 0


@pytest.mark.parametrize(
    ("name", "options", "code"),
    [
        ("p1", ("--text", " "), "RW-U80"),
        ("p1", ("--url", "ftp://e.example"), "RW-U26"),
        ("nothing", (), "RW-U83"),
        ("A-NONE00", (), "RW-U83"),
        ("twice", (), "RW-U82"),
        ("A-KNOWN0", (), "RW-U84"),
        ("p1", ("--by", " "), "RW-U66"),
    ],
)
@pytest.mark.usefixtures("stored")
def test_what_cannot_become_a_claim_is_one_line_and_nothing_is_stored(cli, store, name, options, code):
    with store.write() as unit:
        unit.posts.add([post("a", external_id="twice"), post("b", external_id="twice", text="other words")])
        unit.alerts.put(alert(id="A-KNOWN0", claim_id="c1"))
    said = cli("label", "claim", name, *options)
    assert (said.code, said.out, said.err[:6]) == (2, "", code)
    assert said.err.count("\n") == 1
    assert claims(cli) == []
    assert not judgments(store)


@pytest.mark.usefixtures("stored")
def test_posts_of_one_text_are_one(cli, store):
    with store.write() as unit:
        unit.posts.add([post("copy", external_id="p1", text=TEXT)])
    assert cli("label", "claim", "p1").code == 0


SAID = (
    "The dam at Silver Creek will be opened tonight",
    "tonight they open the dam at Silver Creek, run",
    "Water from the reservoir comes down on the valley at midnight",
    "Water from the reservoir comes down on the valley at midnight!!",
    "Neighbors leave now, everything will be flooded soon",
)


@pytest.fixture
def new_rumor(store):
    """A new rumor with its alert: five posts of it, the last a copy, and one that people called an opinion."""
    posts = [post(f"s{number}", text=text, minutes_ago=90 - number) for number, text in enumerate(SAID)]
    posts.append(post("copy", text=SAID[2], minutes_ago=3, kind=PostKind.REPOST))
    name = RumorId(f"new:{posts[0].key}")
    opened = alert(id="A-NEW000", rumor_id=name, claim_id=None, text=SAID[0], opened_at=NOW, updated_at=NOW)
    with store.write() as unit:
        unit.posts.add(posts)
        unit.matches.put({one.key: [] for one in posts}, basis="b")
        unit.readings.put({one.key: reading(name, checkable=0.9) for one in posts}, basis="r")
        unit.alerts.put(opened)
    return opened


def test_a_new_rumor_becomes_a_claim_in_its_most_different_wordings(cli, store, new_rumor):
    said = cli("label", "claim", new_rumor.id, "--topic", "disaster", "--by", "An")
    assert said.code == 0
    assert "A-NEW000 goes on as its alert" in said.err
    (claim,) = claims(cli)
    assert claim["text"] == SAID[0]
    assert set(claim["wordings"]) == {SAID[2], SAID[4], SAID[1]}
    (made,) = judgments(store)
    assert (made.rumor_id, made.post_key) == (new_rumor.rumor_id, digits("s0"))
    with store.read() as unit:
        (entry,) = unit.audit.of(claim["id"])
    assert entry.details["alert"] == "A-NEW000"


@pytest.mark.usefixtures("new_rumor")
def test_the_analysts_sentence_goes_before_the_rumors(cli):
    cli("label", "claim", "new000", "--text", "Silver Creek dam will be opened")
    (claim,) = claims(cli)
    assert claim["text"] == "Silver Creek dam will be opened"
    assert SAID[0] in claim["wordings"]


def test_a_new_rumor_whose_posts_are_gone_is_rw_l25(cli, store, new_rumor):
    with store.write() as unit:
        unit.posts.purge([digits(f"s{number}") for number in range(5)] + [digits("copy")])
    said = cli("label", "claim", new_rumor.id)
    assert (said.code, said.err[:6]) == (1, "RW-L25")
    assert claims(cli) == []


def test_posts_that_people_held_back_are_counted_as_theirs(cli, store, new_rumor):
    with store.write() as unit:
        held = unit.posts.get(digits("s1"))
        unit.judgments.add([judgment(Label.SATIRE, by=name, of=held) for name in ("An", "Binh")], [])
        before = unit.readings.since(held.published_at)[0][1]
    assert before.post_class is PostClass.CLAIM
    said = cli("posts", "held", "--json")
    assert [(row["key"], row["class"], row["by"]) for row in said.rows] == [(held.key, "satire", "analysts")]
    assert said.err == "1 of 1 post held back; 1 by analysts\n"
    assert "analysts" in cli("posts", "held").out
    shown = cli("alerts", "show", new_rumor.id, "--json").rows[0]
    assert held.key not in {one["post_key"] for one in shown["sightings"]}
