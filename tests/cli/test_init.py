"""``init``: a workspace or nothing, and never over what is there."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from rumorwatch.bootstrap import demo_folder
from rumorwatch.cli.app import run


def content(folder: Path) -> dict[str, bytes | None]:
    return {str(file.relative_to(folder)): file.read_bytes() if file.is_file() else None for file in folder.rglob("*")}


def init(capsys, *arguments: str) -> tuple[int, str]:
    capsys.readouterr()
    return run(["init", *arguments]), capsys.readouterr().err


def test_a_new_folder_becomes_a_workspace_and_nothing_is_left_beside_it(tmp_path, capsys):
    folder = tmp_path / "a" / "b"
    assert init(capsys, str(folder))[0] == 0
    assert {path.name for path in folder.iterdir()} == {"rumorwatch.toml", "feeds.toml", "rumorwatch.db", "author.key"}
    assert [path.name for path in folder.parent.iterdir()] == ["b"]
    plain = tmp_path / "plain"
    plain.mkdir()
    assert folder.stat().st_mode == plain.stat().st_mode
    assert (folder / "author.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("demo", [(), ("--demo",)])
def test_a_folder_that_holds_other_files_becomes_a_workspace_and_keeps_them(tmp_path, capsys, demo):
    (tmp_path / "notes.txt").write_text("ours")
    assert init(capsys, str(tmp_path), *demo)[0] == 0
    assert (tmp_path / "notes.txt").read_text() == "ours"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    assert run(["--workspace", str(tmp_path), "feeds", "list"]) == 0


@pytest.mark.parametrize("name", ["claims.jsonl", "statements.jsonl", "feeds", "rumorwatch.toml", "rumorwatch.db-wal"])
def test_what_the_demo_would_overwrite_is_rw_u07_and_stays(tmp_path, capsys, name):
    (tmp_path / name).write_text("ours")
    before = content(tmp_path)
    code, err = init(capsys, str(tmp_path), "--demo")
    assert (code, err[:6], name in err) == (2, "RW-U07", True)
    assert content(tmp_path) == before


@pytest.mark.parametrize("name", ["author.key", "feeds.toml", "rumorwatch.db"])
def test_what_an_empty_workspace_would_overwrite_is_rw_u07_and_stays(tmp_path, capsys, name):
    (tmp_path / name).symlink_to("nowhere")
    code, err = init(capsys, str(tmp_path))
    assert (code, err[:6], name in err) == (2, "RW-U07", True)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_the_demo_is_what_ships_but_for_what_its_tests_expect(tmp_path, capsys):
    assert init(capsys, str(tmp_path / "demo"), "--demo")[0] == 0
    made, shipped = content(tmp_path / "demo"), content(demo_folder())
    assert set(shipped) - set(made) == {"expected.json"}
    assert set(made) - set(shipped) == {"rumorwatch.db", "author.key"}


def test_a_path_through_a_file_is_rw_u08_in_one_line(tmp_path, capsys):
    (tmp_path / "file").write_text("ours")
    code, err = init(capsys, str(tmp_path / "file" / "workspace"))
    assert (code, err[:6], err.count("\n")) == (1, "RW-U08", 1)
    assert content(tmp_path) == {"file": b"ours"}


def test_a_folder_that_cannot_be_written_is_rw_u08():
    if not Path("/proc/self").exists():
        pytest.skip("no /proc, the one folder that even root cannot write")
    assert run(["init", "/proc/workspace"]) == 1
    assert run(["init", "/proc/self/fdinfo"]) == 1


@pytest.mark.parametrize("existing", [True, False])
def test_an_init_that_failed_leaves_nothing_and_can_be_done_again(tmp_path, capsys, monkeypatch, existing):
    folder = tmp_path / "a" / "workspace"
    if existing:
        folder.mkdir(parents=True)
        (folder / "notes.txt").write_text("ours")
    before = content(tmp_path)
    with monkeypatch.context() as broken:
        broken.setattr("rumorwatch.bootstrap.demo_folder", lambda: tmp_path / "nowhere")
        code, err = init(capsys, str(folder), "--demo")
    assert (code, err[:6], err.count("\n")) == (1, "RW-U08", 1)
    assert content(tmp_path) == before
    assert init(capsys, str(folder), "--demo")[0] == 0


def test_moving_into_place_that_fails_midway_is_undone(tmp_path, capsys, monkeypatch):
    (tmp_path / "notes.txt").write_text("ours")
    rename, left = Path.rename, [1, 2]

    def fails(self: Path, target: Path) -> Path:
        if not left:
            raise OSError(28, "No space left on device")
        left.pop()
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fails)
    code, err = init(capsys, str(tmp_path))
    assert (code, err[:6], "No space left" in err) == (1, "RW-U08", True)
    assert content(tmp_path) == {"notes.txt": b"ours"}


@pytest.mark.skipif(not shutil.which("mount"), reason="no mount here")
def test_a_full_disk_leaves_nothing(tmp_path, capsys):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=40k", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a small file system here")
    try:
        code, err = init(capsys, str(disk / "workspace"), "--demo")
        assert (code, err[:6]) in {(1, "RW-U08"), (3, "RW-S03")}
        assert err.count("\n") == 1
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", str(disk)], check=False)


def test_the_next_command_can_be_pasted(tmp_path, capsys):
    folder = tmp_path / "it's a workspace"
    err = init(capsys, str(folder))[1]
    words = shlex.split(err.split("Next: ")[1])
    assert words == ["rumorwatch", "--workspace", str(folder), "scan"]
