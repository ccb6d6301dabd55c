"""A hub on loopback: one that is silent, one that has nothing, one that has a model."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest

SHA = "0123456789abcdef0123456789abcdef01234567"
FILES = {
    "config.json": b"{}",
    "model.safetensors": b"weights",
    "pytorch_model.bin": b"pickled",
    "code.py": b"raise SystemExit",
}


def opened(tmp_path, endpoint, *, name="organization/model", within_s=10.0, offline=""):
    """Open a model of a hub in a process of its own: where the hub is, is read when its library is imported."""
    code = f"""
from rumorwatch.embed import hub
hub.ANSWER_WITHIN_S = {within_s}
from rumorwatch.domain.errors import ModelError
from rumorwatch.embed.opening import open_encoder
try:
    encoder = open_encoder({name!r})
    print(encoder.model_id, *sorted(path.name for path in encoder.folder.iterdir()))
except ModelError as error:
    print(error)
"""
    environment = {
        **os.environ, "HF_ENDPOINT": endpoint, "HF_HOME": str(tmp_path), "HF_HUB_DISABLE_XET": "1",
        "HF_HUB_OFFLINE": offline, "NO_PROXY": "127.0.0.1,localhost",
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def hub(httpserver):
    """A hub with one model."""
    siblings = [{"rfilename": name} for name in FILES]
    listed = {"_id": "1", "id": "organization/model", "sha": SHA, "siblings": siblings, "private": False}
    httpserver.expect_request("/api/models/organization/model").respond_with_json(listed)
    httpserver.expect_request(f"/api/models/organization/model/revision/{SHA}").respond_with_json(listed)
    for name, content in FILES.items():
        headers = {"ETag": f'"{name}"', "X-Repo-Commit": SHA}
        path = f"/organization/model/resolve/main/{name}"
        httpserver.expect_request(path).respond_with_data(content, headers=headers)
    return httpserver


def test_a_hub_that_does_not_answer_is_said_and_not_waited_for(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        said = opened(tmp_path, f"http://127.0.0.1:{silent.getsockname()[1]}", within_s=0.5)
    assert said.startswith("RW-M10")
    assert "name its folder" in said


def test_a_hub_that_cannot_be_reached_is_said(tmp_path):
    assert opened(tmp_path, "http://127.0.0.1:1").startswith("RW-M10")


def test_a_model_the_hub_does_not_have_is_said(tmp_path, httpserver):
    httpserver.expect_request("/api/models/organization/model").respond_with_data(
        "", status=404, headers={"X-Error-Code": "RepoNotFound"}
    )
    assert opened(tmp_path, httpserver.url_for("").rstrip("/")).startswith("RW-M11")


def test_a_model_is_fetched_once_and_nothing_of_it_that_could_run(tmp_path, hub):
    said = opened(tmp_path, hub.url_for("").rstrip("/"))
    assert said.startswith("organization/model:")
    assert said.split()[1:] == ["config.json", "model.safetensors"]
    asked = len(hub.log)
    assert asked > 0
    assert opened(tmp_path, hub.url_for("").rstrip("/")) == said
    assert opened(tmp_path, "http://127.0.0.1:1", offline="1") == said
    assert len(hub.log) == asked


def test_a_model_with_pickled_weights_only_is_refused(tmp_path, httpserver):
    siblings = [{"rfilename": "pytorch_model.bin"}]
    listed = {"_id": "1", "id": "organization/model", "sha": SHA, "siblings": siblings}
    httpserver.expect_request("/api/models/organization/model").respond_with_json(listed)
    assert opened(tmp_path, httpserver.url_for("").rstrip("/")).startswith("RW-M11")
