"""``label next`` as people and programs use it: in a terminal, through a pipe, two at once."""

from __future__ import annotations

import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import termios
import time
from dataclasses import replace

import pytest

from nouns import NOW, claim, match, post, reading
from rumorwatch import labeling
from rumorwatch.bootstrap import open_workspace
from rumorwatch.cli.app import run
from rumorwatch.cli.askdesk import _claim_of
from rumorwatch.cli.keys import Keys, typed_keys
from rumorwatch.domain.errors import LearningError, UsageError
from rumorwatch.domain.labels import AskReason, JudgmentId, Label, Question
from rumorwatch.domain.posts import Language
from rumorwatch.domain.readings import PostClass
from rumorwatch.label.session import Draft, MakeClaim

ESCAPE = "\x1b"
SECONDS = 60


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demo after a scan, to be copied."""
    path = tmp_path_factory.mktemp("demo") / "workspace"
    assert run(["init", str(path), "--demo"]) == 0
    assert run(["--workspace", str(path), "scan", "--json"]) == 0
    return path


@pytest.fixture
def copied(demo, tmp_path):
    return shutil.copytree(demo, tmp_path / "demo")


@pytest.fixture
def town(store):
    """One close call beside a claim, one post that no claim explains, one that was held back."""
    told = post("told", text="they say the reservoir above the town breaks tonight http://bad.example/x")
    heard = post("heard", text="All schools stay closed until Monday. Tell everyone!", language=Language.EN)
    joked = post("joked", text="the mayor will fill the reservoir with beer")
    with store.write() as unit:
        unit.claims.add([claim()])
        unit.posts.add([told, heard, joked])
        unit.matches.put(
            {told.key: [match(told, probability=0.48, tier=None)], heard.key: [], joked.key: []}, basis="b"
        )
        unit.readings.put(
            {
                heard.key: reading("new:heard", checkable=0.9),
                joked.key: reading("new:joked", post_class=PostClass.SATIRE, checkable=0.1),
            },
            basis="b",
        )
    return {"told": told, "heard": heard, "joked": joked}


@pytest.fixture
def terminal():
    """Sit a person down before a terminal."""
    people = []

    def sit_down(*arguments, **environment):
        people.append(Terminal(*arguments, **environment))
        return people[-1]

    yield sit_down
    for person in people:
        person.leave()


def standing(store):
    with store.read() as unit:
        return [(one.analyst, one.subject.question, one.label) for one in unit.judgments.standing()]


def command(path, *arguments):
    return [sys.executable, "-m", "rumorwatch", "-w", str(path), "label", "next", *arguments]


def clean(**more):
    kept = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "TERM", "COLUMNS"}}
    return {**kept, "TERM": "xterm-256color", "COLUMNS": "120", "LINES": "40", "PYTHONUNBUFFERED": "1", **more}


@pytest.fixture
def piped(cli, monkeypatch):
    """Answer in this process, as through a pipe."""

    def answer(typed, *arguments):
        out, into = os.pipe()
        os.write(into, typed.encode())
        os.close(into)
        with os.fdopen(out) as stdin, monkeypatch.context() as patched:
            patched.setattr(sys, "stdin", stdin)
            return cli("label", "next", *arguments)

    return answer


class Terminal:
    """A person before a terminal of 120 columns."""

    def __init__(self, path, *arguments, **environment):
        self.descriptor, theirs = pty.openpty()
        self.before = termios.tcgetattr(self.descriptor)
        self.program = subprocess.Popen(
            command(path, *arguments), stdin=theirs, stdout=theirs, stderr=theirs, env=clean(**environment)
        )
        os.close(theirs)
        self.seen = ""

    def wait_for(self, words):
        """Read until words are there, and return what was read up to them."""
        end = time.monotonic() + SECONDS
        while words not in self.seen:
            ready, _, _ = select.select([self.descriptor], [], [], max(0, end - time.monotonic()))
            assert ready, f"{words!r} never came; there was {self.seen!r}"
            self.seen += self._read()
        shown, _, self.seen = self.seen.partition(words)
        return shown + words

    def type(self, keys):
        os.write(self.descriptor, keys.encode())

    def rest(self):
        """Read to the end and return the exit code with it."""
        while got := self._read():
            self.seen += got
        return self.program.wait(SECONDS), self.seen

    def leave(self):
        """End the program, whatever it does."""
        self.program.kill()
        self.program.wait()
        os.close(self.descriptor)

    def _read(self):
        try:
            return os.read(self.descriptor, 65_536).decode("utf-8", "replace").replace("\xa0", " ")
        except OSError:  # the program has ended
            return ""


@pytest.mark.usefixtures("town")
def test_answers_come_through_a_real_pipe(workspace, store):
    said = subprocess.run(
        command(workspace, "--by", "Lan", "--reason", "close_call"),
        input="n\n",
        env=clean(),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert (said.returncode, ESCAPE in said.stdout) == (0, False), said.stderr
    assert standing(store) == [("Lan", Question.SAME, Label.NOT_SAME)]


def test_each_answer_is_stored_with_what_the_models_said(town, store, piped):
    said = piped("s\nr\n", "--by", "Lan", "--reason", "close_call")
    assert said.code == 0, said.err
    with store.read() as unit:
        same, stance = unit.judgments.standing()
        texts = unit.judgments.texts()
    assert (same.label, same.subject.question, same.subject.claim_id) == (Label.SAME, Question.SAME, "c1")
    assert (stance.label, stance.subject.question) == (Label.REPEATS, Question.STANCE)
    assert same.shown.probability == 0.48
    assert (same.reason, same.analyst, same.post_key) == (AskReason.CLOSE_CALL, "Lan", town["told"].key)
    assert same.id != stance.id
    assert texts[town["told"].text_hash].views == town["told"].views
    assert "1 question answered by Lan, 2 judgments stored." in said.err


@pytest.mark.usefixtures("town")
def test_a_pipe_gets_plain_lines_with_links_that_cannot_be_clicked(piped):
    said = piped("?\n", "--by", "Lan", "--reason", "close_call").out
    assert ESCAPE not in said
    assert "│" not in said
    assert "http://bad" not in said
    assert "Probability 0.48, near one half." in said
    assert "Words of both: the reservoir above the town" in said
    assert "s = same, n = not the same" in said


@pytest.mark.usefixtures("town")
def test_the_end_of_the_input_leaves_with_what_was_stored(store, piped):
    said = piped("n", "--by", "Lan", "--reason", "close_call")
    assert said.code == 0
    assert standing(store) == [("Lan", Question.SAME, Label.NOT_SAME)]


@pytest.mark.usefixtures("town")
def test_undo_writes_a_retraction_and_deletes_nothing(store, piped):
    said = piped("s\nr\n", "--by", "Lan", "--reason", "close_call")
    assert said.code == 0
    said = piped("s\na\nz\nq\n", "--by", "Minh", "--reason", "second_opinion")
    assert "Taken back: 2 answers." in said.out
    assert "0 questions answered by Minh, 0 judgments stored." in said.err
    with store.read() as unit:
        assert len(unit.judgments.all()) == 4
        assert {one.by for one in unit.judgments.retractions().values()} == {"Minh"}


@pytest.fixture
def near(town, store):
    """The post that no claim explains is most like one, and too little."""
    heard = town["heard"]
    with store.write() as unit:
        unit.matches.put({heard.key: [match(heard, probability=0.2, tier=None, similarity=0.4)]}, basis="b")
    return heard


def test_a_post_that_says_the_nearest_claim_is_judged_beside_it_and_asked_about_no_more(near, store, piped):
    said = piped("m\nd\n", "--by", "Lan", "--reason", "likely_claim")
    assert said.code == 0, said.err
    with store.read() as unit:
        same, stance = unit.judgments.standing()
    assert (same.subject.question, same.label) == (Question.SAME, Label.SAME)
    assert (stance.subject.question, stance.label) == (Question.STANCE, Label.DENIES)
    assert {(one.subject.text_hash, one.subject.claim_id) for one in (same, stance)} == {(near.text_hash, "c1")}
    assert (same.shown.probability, same.shown.similarity, same.rumor_id) == (0.2, 0.4, "new:heard")
    assert "1 question answered by Lan, 2 judgments stored." in said.err
    assert piped("m\n", "--by", "Lan", "--reason", "likely_claim").out == "Nothing is left to ask Lan.\n"


@pytest.mark.usefixtures("near")
def test_undo_asks_again_what_a_post_is_that_was_said_to_say_the_nearest_claim(store, piped):
    said = piped("m\nd\nz\no\n", "--by", "Lan", "--reason", "likely_claim")
    assert said.code == 0, said.err
    assert standing(store) == [("Lan", Question.KIND, Label.OPINION)]


@pytest.mark.usefixtures("town")
def test_the_key_of_the_nearest_claim_is_shown_where_there_is_one(piped, request):
    assert "m = " not in piped("q\n", "--by", "Lan", "--reason", "likely_claim").out
    request.getfixturevalue("near")
    assert "m = says the nearest claim" in piped("q\n", "--by", "Lan", "--reason", "likely_claim").out


def test_a_claim_is_made_of_a_post_and_undo_retires_it(town, workspace, store, piped):
    typed = "r\nc\n\n3\n1\nhttps://e.example/check\n"
    said = piped(typed, "--by", "Lan", "--reason", "likely_claim")
    assert said.code == 0, said.err
    with store.read() as unit:
        (made,) = [one for one in unit.claims.all() if one.id != "c1"]
        judgments = unit.judgments.standing()
        told = [(one.action, one.subject) for one in unit.audit.entries()]
    assert (made.text, made.topic, made.verdict) == ("All schools stay closed until Monday.", "health", "fake")
    assert made.url == "https://e.example/check"
    assert town["heard"].text in made.wordings
    assert told == [("add_claim", made.id)]
    assert [one.label for one in judgments] == [Label.RUMOR, Label.NEW_CLAIM]
    assert judgments[-1].made_claim == made.id
    opened = open_workspace(workspace)
    assert labeling.take_back(opened, [judgments[-1].id], by="Lan") == 1
    assert labeling.take_back(opened, [judgments[-1].id], by="Lan") == 0
    opened.close()
    with store.read() as unit:
        assert unit.audit.entries()[-1].action == "retract"
        assert made.id not in {one.id for one in unit.claims.all()}
        assert unit.claims.get(made.id) is not None


def test_a_claim_that_another_made_of_a_copy_meanwhile_is_not_made_again(town, store, piped, cli):
    assert cli("label", "claim", town["heard"].key, "--text", "Schools closed", "--by", "Minh").code == 0
    with store.write() as unit:
        unit.posts.add([post("third", text="Everybody says schools closed until Monday, pass it on to all parents")])
    typed = "c\nschools closed\n\n\n\nz\no\n"
    said = piped(typed, "--by", "Lan", "--reason", "likely_claim")
    assert (said.code, said.err[:6]) == (0, "RW-U87"), said.err
    assert standing(store)[1:] == [("Lan", Question.KIND, Label.OPINION)]
    with store.read() as unit:
        assert len(unit.claims.all(retired=True)) == 2


def test_what_changes_a_match_has_its_posts_matched_again_and_nothing_else_has(town, store, piped):
    piped("o\n", "--by", "Lan", "--reason", "likely_claim")
    with store.read() as unit:
        assert unit.posts.unmatched(basis="b", since=NOW.replace(year=2000), limit=9) == []
    piped("n\n", "--by", "Lan", "--reason", "close_call")
    with store.read() as unit:
        assert [one.key for one in unit.posts.unmatched(basis="b", since=NOW.replace(year=2000), limit=9)] == [
            town["told"].key
        ]


@pytest.mark.usefixtures("town")
def test_who_answers_second_is_told_and_both_answers_stay(store, piped):
    piped("s\nr\n", "--by", "Lan", "--reason", "close_call")
    said = piped("s\nk\n", "--by", "Minh", "--reason", "second_opinion").out
    before, _, after = said.partition("Does the post say")
    assert "Lan" not in before
    assert "Lan also answered: same." in after
    assert [one[0] for one in standing(store)] == ["Lan", "Lan", "Minh"]


@pytest.mark.usefixtures("town")
def test_nobody_is_asked_what_another_looks_at(workspace):
    lan, minh = open_workspace(workspace), open_workspace(workspace)
    (ask,) = labeling.next_asks(lan, analyst="Lan", only=[AskReason.CLOSE_CALL], most=9)
    assert labeling.next_asks(minh, analyst="Minh", only=[AskReason.CLOSE_CALL], most=9)
    assert labeling.take(lan, ask, analyst="Lan")
    assert not labeling.take(minh, ask, analyst="Minh")
    assert labeling.take(lan, ask, analyst="lan")
    assert labeling.next_asks(minh, analyst="Minh", only=[AskReason.CLOSE_CALL], most=9) == []
    labeling.release(lan, analyst="lan")
    labeling.release(lan, analyst="Lan")
    assert labeling.take(minh, ask, analyst="Minh")
    lan.close()
    minh.close()


@pytest.mark.usefixtures("town")
def test_what_was_settled_meanwhile_is_not_asked_any_more(workspace):
    opened = open_workspace(workspace)
    (ask,) = labeling.next_asks(opened, analyst="An", only=[AskReason.CLOSE_CALL], most=9)
    for name in ("Lan", "Minh"):
        given = labeling_answer(ask, Label.SAME)
        labeling.answer(opened, given, analyst=name, random=os.urandom)
    assert not labeling.take(opened, ask, analyst="An")
    opened.close()


def test_a_post_of_which_another_made_a_claim_meanwhile_is_not_asked_about(town, workspace, cli):
    opened = open_workspace(workspace)
    (ask,) = labeling.next_asks(opened, analyst="Lan", only=[AskReason.LIKELY_CLAIM], most=9)
    assert cli("label", "claim", town["heard"].key, "--text", "Schools closed", "--by", "Minh").code == 0
    assert not labeling.take(opened, ask, analyst="Lan")
    assert labeling.take(opened, replace(ask, reason=AskReason.RANDOM), analyst="Lan")
    opened.close()


@pytest.mark.usefixtures("town")
def test_of_two_who_make_one_claim_at_once_the_second_stores_nothing(workspace, store):
    opened = open_workspace(workspace)
    (ask,) = labeling.next_asks(opened, analyst="Lan", only=[AskReason.LIKELY_CLAIM], most=9)
    given = replace(labeling_answer(ask, Label.NEW_CLAIM), question=Question.CLAIM)
    known = []

    def make(claims):
        known.append({one.id for one in claims})
        return _claim_of(MakeClaim(ask=ask, draft=Draft()), claims, text="Schools closed", at=NOW)

    first = labeling.answer(opened, given, analyst="Lan", random=os.urandom, make_claim=make).judgment
    with pytest.raises(UsageError, match="RW-U87"):
        labeling.answer(opened, given, analyst="Minh", random=os.urandom, make_claim=make)
    opened.close()
    assert known == [{"c1"}, {"c1", first.made_claim}]
    assert standing(store) == [("Lan", Question.CLAIM, Label.NEW_CLAIM)]


def labeling_answer(ask, label):
    from rumorwatch.label.answers import Answer

    return Answer(ask=ask, question=ask.question, label=label)


def test_json_lists_what_would_be_asked_and_asks_nothing(town, store, cli):
    rows = cli("label", "next", "--by", "Lan", "--json", "--count", "9").rows
    assert {row["reason"] for row in rows} <= {"close_call", "likely_claim", "held_back", "random"}
    assert {row["post_key"] for row in rows} == {one.key for one in town.values()}
    (pair,) = [row for row in rows if row["claim_id"]]
    assert (pair["claim_id"], pair["question"]) == ("c1", "same")
    assert "http://" not in pair["text"]
    assert cli("label", "next", "--by", "Lan", "--json", "--count", "1").rows == rows[:1]
    assert standing(store) == []


def test_without_posts_nothing_can_be_asked(cli):
    said = cli("label", "next", "--json")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("RW-L01 no post of the last 14 days is stored")
    assert said.err.count("\n") == 1


@pytest.mark.usefixtures("town")
def test_nobody_to_answer_is_said(monkeypatch, cli):
    monkeypatch.setattr(sys, "stdin", None)
    said = cli("label", "next")
    assert (said.code, said.err.split()[0]) == (2, "RW-U71")
    with pytest.raises(UsageError):
        typed_keys()


@pytest.mark.usefixtures("town")
def test_taking_back_what_is_not_stored_changes_nothing(workspace):
    opened = open_workspace(workspace)
    with pytest.raises(LearningError, match="RW-L02 judgment J-0000000000 is not stored"):
        labeling.take_back(opened, [JudgmentId("J-0000000000")], by="Lan")
    opened.close()


@pytest.mark.parametrize("language", ["vi", "zh"])
@pytest.mark.usefixtures("town")
def test_the_words_are_of_the_workspaces_language_and_the_keys_are_the_same(workspace, store, language, piped):
    with (workspace / "rumorwatch.toml").open("a") as file:
        file.write(f'[match]\nlanguage = "{language}"\n')
    said = piped("s\nr\n", "--by", "Lan", "--reason", "close_call")
    assert {"vi": "Xác suất 0.48", "zh": "概率0.48"}[language] in said.out
    assert [one[2] for one in standing(store)] == [Label.SAME, Label.REPEATS]


def test_a_session_in_a_terminal_takes_one_key_an_answer(copied, terminal):
    person = terminal(copied, "--by", "Lan", "--count", "4")
    shown = person.wait_for("quit")
    assert ESCAPE in shown
    person.type("o")
    person.wait_for("opinion")
    shown = person.wait_for("quit")
    assert "Claim" in shown
    assert "Official statement" in shown
    person.type("\x1b[A")  # an arrow is no answer
    person.type("n")
    person.wait_for("not the same")
    person.wait_for("quit")
    person.type("z")
    person.wait_for("Taken back: 1 answer.")
    person.wait_for("quit")
    person.type("q")
    code, rest = person.rest()
    assert (code, "1 question answered by Lan, 1 judgments stored." in rest) == (0, True)
    assert termios.tcgetattr(person.descriptor) == person.before


def test_a_line_is_typed_where_a_claim_is_made_in_a_terminal(copied, terminal):
    person = terminal(copied, "--by", "Lan", "--reason", "likely_claim", "--count", "1")
    person.wait_for("quit")
    person.type("c")
    person.wait_for("goes back")
    person.type("Kẹo ở cổng trường có ma túy\n")
    person.wait_for("Topic, by number")
    person.wait_for("other")
    person.type("3")
    person.wait_for("verified")
    person.type("4")
    person.wait_for("Enter for none")
    person.type("\n")
    person.wait_for("any other key ends")
    person.type("q")
    code, rest = person.rest()
    assert (code, "stored." in rest) == (0, True)
    opened = open_workspace(copied)
    with opened.store.read() as unit:
        assert "Kẹo ở cổng trường có ma túy" in {one.text for one in unit.claims.all()}
    opened.close()


def test_control_c_leaves_the_terminal_as_it_was_and_says_what_was_stored(copied, terminal):
    person = terminal(copied, "--by", "Lan")
    person.wait_for("quit")
    person.type("o")
    person.wait_for("opinion")
    person.wait_for("quit")
    person.program.send_signal(signal.SIGINT)
    code, rest = person.rest()
    assert (code, "1 judgments stored." in rest, "Traceback" in rest) == (130, True, False)
    assert termios.tcgetattr(person.descriptor) == person.before


def test_a_kill_loses_no_answer_that_was_given(copied, terminal):
    person = terminal(copied, "--by", "Lan")
    person.wait_for("quit")
    person.type("o")
    person.wait_for("opinion")
    person.wait_for("quit")
    person.program.kill()
    person.rest()
    opened = open_workspace(copied)
    with opened.store.read() as unit:
        assert [one.label for one in unit.judgments.standing()] == [Label.OPINION]
    # Whoever sits down again is asked what was on the screen.
    assert labeling.next_asks(opened, analyst="Lan", most=1)
    opened.close()


@pytest.mark.parametrize(
    ("arguments", "environment"), [(["--plain"], {}), ([], {"NO_COLOR": "1"}), ([], {"TERM": "dumb"})]
)
def test_plain_has_no_color_boxes_or_cursor_movement_and_says_every_state(copied, terminal, arguments, environment):
    person = terminal(copied, "--by", "Lan", "--count", "2", *arguments, **environment)
    shown = person.wait_for("q = quit")
    person.type("u")
    shown += person.wait_for("unsure\r\n")
    shown += person.wait_for("q = quit")
    person.type("q")
    code, rest = person.rest()
    assert code == 0
    assert not set(shown + rest) & {ESCAPE, "\b", "\x07", "─", "│", "█"}


def test_two_analysts_at_once_are_asked_different_things_and_every_answer_is_kept(copied, terminal):
    both = [terminal(copied, "--by", name, "--plain", "--count", "6") for name in ("Lan", "Minh")]
    first = [person.wait_for("q = quit") for person in both]
    assert _post_of(first[0]) != _post_of(first[1])
    for _ in range(4):
        for person in both:
            person.type("u")
        for person in both:
            person.wait_for("q = quit")
    for person in both:
        person.type("q")
        assert person.rest()[0] == 0
    opened = open_workspace(copied)
    with opened.store.read() as unit:
        stored = unit.judgments.standing()
        assert unit.judgments.leases(now=opened.clock.now()) == []
    opened.close()
    assert [one.analyst for one in stored].count("Lan") == 4
    assert [one.analyst for one in stored].count("Minh") == 4


def _post_of(shown):
    return next(line for line in shown.splitlines() if line.startswith("Post ("))


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        (b"s\nr\n", ["s", "r", None]),
        (b"s\r\nr", ["s", "r", None]),
        ("tin giả\n\n".encode(), ["tin giả", "", None]),
        (b"", [None]),
        (b"\xff\n", ["\ufffd", None]),
    ],
)
def test_a_pipe_is_read_line_by_line(typed, lines):
    out, into = os.pipe()
    os.write(into, typed)
    os.close(into)
    keys = Keys(descriptor=out, is_terminal=False)
    assert [keys.key() for _ in lines] == lines
    os.close(out)


def test_a_terminal_is_read_key_by_key_and_keys_that_are_no_letters_are_passed_over():
    theirs, ours = pty.openpty()
    before = termios.tcgetattr(ours)
    keys = Keys(descriptor=ours, is_terminal=True)
    os.write(theirs, b"s\x1b[An\x1bOP\x1b[15~" + "ế".encode() + b"z")
    assert [keys.key() for _ in range(4)] == ["s", "n", "ế", "z"]
    os.write(theirs, "Đập vỡ\n".encode())
    assert keys.line() == "Đập vỡ"
    os.write(theirs, b"\x04")
    assert keys.key() is None
    assert termios.tcgetattr(ours) == before
    os.close(theirs)
    os.close(ours)
