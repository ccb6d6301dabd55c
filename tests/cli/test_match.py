"""The commands match and evaluate: files in, figures and matches out, no workspace."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from rumorwatch.cli.app import run

CLAIMS = [
    {
        "id": "bridge",
        "text": "The harbor bridge will collapse at the next spring tide",
        "wordings": ["Cầu cảng sẽ sập khi triều cường tới"],
    },
    {"id": "rice", "text": "School meals in the capital contain plastic rice"},
    {"id": "coins", "text": "The new coins lose their value after the lunar holiday"},
]
POSTS = [
    {"id": "a", "text": "they say the harbor bridge will collapse at the next spring tide, keep away everybody"},
    {"id": "b", "text": "nghe noi cau cang se sap khi trieu cuong toi day ba con oi"},
    {"id": "c", "text": "fresh oranges and eggs at the corner stall this morning"},
]


def write(path, rows):
    text = "".join(json.dumps(row) + "\n" for row in rows)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text, "utf-8")
    return str(path)


@pytest.fixture
def files(tmp_path):
    return {
        "posts": write(tmp_path / "posts.jsonl", POSTS),
        "claims": write(tmp_path / "claims.jsonl.gz", CLAIMS),
        "pairs": write(
            tmp_path / "pairs.jsonl", [{"post_id": "a", "claim_id": "bridge"}, {"post_id": "b", "claim_id": "bridge"}]
        ),
        "statements": write(
            tmp_path / "statements.jsonl",
            [
                {
                    "id": "s1",
                    "agency": "Port Office",
                    "text": "The harbor bridge is safe at the next spring tide and will not collapse",
                }
            ],
        ),
    }


def matched(capsys, *arguments):
    capsys.readouterr()
    assert run(["match", *arguments, "--json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_match_prints_a_line_a_post_in_the_order_read_with_the_fixed_keys(files, capsys):
    rows = matched(capsys, "--posts", files["posts"], "--claims", files["claims"])
    assert [row["post_id"] for row in rows] == ["a", "b", "c"]
    assert list(rows[0]) == ["post_id", "language", "matches"]
    assert list(rows[0]["matches"][0]) == ["claim_id", "rank", "similarity", "probability", "tier", "stance", "reasons"]


def test_a_post_without_text_has_its_line_in_its_place_and_no_matches(files, capsys):
    rows = [POSTS[0], {"id": "empty", "text": ""}, {"id": 7}, {"text": " "}, {"id": "dots", "text": "\u200b"}, POSTS[1]]
    write(Path(files["posts"]), rows)
    found = matched(capsys, "--posts", files["posts"], "--claims", files["claims"])
    assert [row["post_id"] for row in found] == ["a", "empty", "7", "dots", "b"]
    assert found[1] == {"post_id": "empty", "language": "und", "matches": []}
    assert all(row["matches"] for row in (found[0], found[-1]))
    assert run(["match", "--posts", files["posts"], "--claims", files["claims"]]) == 0


@pytest.mark.parametrize("command", ["match", "evaluate"])
def test_rows_that_cannot_be_used_are_named_by_line(files, capsys, command):
    posts = Path(files["posts"])
    posts.write_text(posts.read_text() + '{"text": ""}\n[1]\n' + "no json\n" * 20, "utf-8")
    pairs = ["--pairs", files["pairs"]] if command == "evaluate" else []
    assert run([command, "--posts", str(posts), "--claims", files["claims"], *pairs]) == 0
    err = capsys.readouterr().err.splitlines()
    assert err[:2] == ['line 4: no "text"; left out', "line 5: not an object but list; left out"]
    assert err[20:] == ["further lines left out are only counted", "posts.jsonl: 22 rows left out, 3 posts read"]


def test_match_finds_a_claim_by_a_wording_in_another_language_without_diacritics(files, capsys):
    row = matched(capsys, "--posts", files["posts"], "--claims", files["claims"])[1]
    assert (row["language"], row["matches"][0]["claim_id"]) == ("vi", "bridge")
    assert row["matches"][0]["tier"] in {"confirmed", "suggested"}


def test_match_prints_at_most_top_matches_best_first_and_those_below_every_tier(files, capsys):
    rows = matched(capsys, "--posts", files["posts"], "--claims", files["claims"], "--top", "2")
    for row in rows:
        similarities = [match["similarity"] for match in row["matches"]]
        assert len(similarities) <= 2
        assert similarities == sorted(similarities, reverse=True)
        assert [match["rank"] for match in row["matches"]] == list(range(1, len(similarities) + 1))
    assert all(match["tier"] is None for match in rows[2]["matches"])


def test_with_statements_a_match_names_the_one_that_answers_its_claim(files, capsys):
    rows = matched(capsys, "--posts", files["posts"], "--claims", files["claims"], "--statements", files["statements"])
    assert "Answered by statement s1." in rows[0]["matches"][0]["reasons"]


def reasons_with(files, capsys, *rows):
    write(Path(files["statements"]), rows)
    matched_rows = matched(
        capsys, "--posts", files["posts"], "--claims", files["claims"], "--statements", files["statements"]
    )
    return matched_rows[0]["matches"][0]["reasons"]


BRIDGE = {"id": "s1", "agency": "Port Office", "text": "The harbor bridge is safe and will not collapse"}


def test_an_expired_statement_is_named_as_expired_unless_a_valid_one_answers(files, capsys):
    over = {**BRIDGE, "valid_until": "2020-01-01"}
    assert reasons_with(files, capsys, over)[-1] == "Answered only by statement s1, which has expired."
    assert reasons_with(files, capsys, over, {**BRIDGE, "id": "s2"})[-1] == "Answered by statement s2."
    assert not any("s1" in reason for reason in reasons_with(files, capsys, {**BRIDGE, "status": "retired"}))


def test_statements_that_contradict_each_other_are_quoted_among_the_reasons(files, capsys):
    said = "The harbor bridge will not collapse. The harbor bridge stays closed to trucks until {}."
    rows = [
        {"id": f"s{at}", "agency": agency, "text": said.format(day), "published_at": f"2024-10-0{at}"}
        for at, (agency, day) in enumerate([("Port Office", "Friday"), ("Road Agency", "Sunday")], start=1)
    ]
    assert reasons_with(files, capsys, *rows)[-1] == (
        "Statements contradict each other, by another date or time: s1 (Port Office) says “The harbor bridge stays"
        " closed to trucks until Friday.”, s2 (Road Agency) says “The harbor bridge stays closed to trucks until"
        " Sunday.”."
    )


def test_match_prints_a_table_for_people(files, capsys):
    assert run(["match", "--posts", files["posts"], "--claims", files["claims"]]) == 0
    assert "bridge" in capsys.readouterr().out


def test_evaluate_prints_the_fixed_figures(files, capsys):
    arguments = ["--posts", files["posts"], "--claims", files["claims"], "--pairs", files["pairs"]]
    assert run(["evaluate", *arguments, "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert list(figures) == ["n", "map@5", "p@1", "s@10", "confirmed", "suggested", "seconds", "posts_per_s", "model"]
    assert (figures["n"], figures["map@5"], figures["p@1"]) == (2, 1.0, 1.0)
    assert run(["evaluate", *arguments]) == 0
    assert "map@5" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("option", "content", "code"),
    [("posts", "", "RW-F22"), ("claims", "", "RW-F12"), ("claims", None, "RW-F01"), ("posts", None, "RW-F01")],
)
def test_a_file_that_is_missing_or_empty_is_one_line_with_its_code(files, capsys, option, content, code):
    path = Path(files[option]).with_name("other.jsonl")
    if content is not None:
        path.write_text(content, "utf-8")
    named = {"posts": files["posts"], "claims": files["claims"], option: str(path)}
    assert run(["match", "--posts", named["posts"], "--claims", named["claims"]]) == 1
    err = capsys.readouterr().err
    assert err.startswith(code)
    assert len(err.splitlines()) == 1


def test_a_model_folder_that_is_not_there_is_refused_with_what_to_do(files, capsys):
    arguments = ["--posts", files["posts"], "--claims", files["claims"], "--model", "no-such-folder"]
    assert run(["match", *arguments]) == 1
    assert capsys.readouterr().err.startswith("RW-M03")


def evaluated(files, capsys, pairs, posts=POSTS):
    write(Path(files["pairs"]), pairs)
    write(Path(files["posts"]), posts)
    capsys.readouterr()
    code = run(
        ["evaluate", "--posts", files["posts"], "--claims", files["claims"], "--pairs", files["pairs"], "--json"]
    )
    return code, capsys.readouterr().err


def test_evaluate_refuses_pairs_that_name_no_post_and_posts_with_one_id(files, capsys):
    code, err = evaluated(files, capsys, [{"post_id": "nobody", "claim_id": "bridge"}])
    assert (code, err[:6]) == (1, "RW-F23")
    code, err = evaluated(files, capsys, [{"post_id": "a", "claim_id": "bridge"}], posts=[*POSTS, POSTS[0]])
    assert (code, err[:6]) == (1, "RW-F11")


def test_evaluate_says_which_pairs_it_cannot_count(files, capsys):
    pairs = [
        {"post_id": "a", "claim_id": "bridge"},
        {"post_id": "nobody", "claim_id": "bridge"},
        {"post_id": "b", "claim_id": "unheard"},
    ]
    code, err = evaluated(files, capsys, pairs)
    assert code == 0
    assert "1 of 3 posts with pairs are not among the posts read" in err
    assert "1 claims with pairs are not among the claims read" in err


@pytest.mark.parametrize(("language", "says"), [("en", "Both say"), ("vi", "Cả hai đều nói"), ("zh", "两者都说")])
def test_explain_says_why_below_each_match_in_the_language_asked_for(files, capsys, language, says):
    run(["match", "--posts", files["posts"], "--claims", files["claims"], "--explain", "--language", language])
    shown = capsys.readouterr().out
    assert says in shown
    assert f"bridge: {says}" in " ".join(shown.split())
