"""What a workspace of the demo prints leads to the public site beside it."""

from pathlib import Path

import pytest

from lali.project import servers
from lali.project.commands.demo import _served


def test_each_workspace_of_the_demo_prints_its_own_public_site(monkeypatch):
    started = []
    monkeypatch.setattr(servers.subprocess, "Popen", lambda _command, env, **_more: started.append(env))
    monkeypatch.setenv("LALI_PUBLIC_ADDRESS", "https://true-node.example")
    for one in _served(Path("/demo"), [8100, 8101, 8102, 8103]):
        servers.start(one)
    printed = {(env["LALI_HOME"], env["LALI_PUBLIC_ADDRESS"]) for env in started if env["LALI_AUDIENCE"] == "workspace"}
    assert printed == {("/demo/fiji", "http://127.0.0.1:8100/"), ("/demo/vanuatu", "http://127.0.0.1:8102/")}


@pytest.mark.parametrize("given", ["", "https://true-node.example"])
def test_a_server_of_its_own_keeps_what_the_environment_says(monkeypatch, given):
    started = []
    monkeypatch.setattr(servers.subprocess, "Popen", lambda _command, env, **_more: started.append(env))
    monkeypatch.setenv("LALI_PUBLIC_ADDRESS", given)
    servers.start(servers.Served(Path("/node"), "workspace", "127.0.0.1", 8001))
    assert started[0]["LALI_PUBLIC_ADDRESS"] == given
