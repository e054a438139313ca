"""What a workspace of the demo prints leads to the public site beside it."""

from pathlib import Path

import pytest

from lali.project import servers
from lali.project.commands.demo import _served, _to_forget


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


def test_the_secrets_of_the_channels_go_to_the_public_site_only(monkeypatch):
    started = []
    monkeypatch.setattr(servers.subprocess, "Popen", lambda _command, env, **_more: started.append(env))
    secrets = {
        "LALI_SMS_SECRET",
        "LALI_RAPIDPRO_SECRET",
        *(f"LALI_{name}_{part}" for name in ("WHATSAPP", "MESSENGER") for part in ("SECRET", "VERIFY", "TOKEN")),
    }
    for name in (*secrets, "LALI_SMTP_PASSWORD"):
        monkeypatch.setenv(name, "known to nobody else")
    for audience in ("public", "workspace"):
        servers.start(servers.Served(Path("/node"), audience, "127.0.0.1", 8001))
    public, workspace = started
    assert secrets <= public.keys()
    assert "LALI_SMTP_PASSWORD" not in public
    assert not secrets & workspace.keys()
    assert "LALI_SMTP_PASSWORD" in workspace


def test_the_welcome_says_the_command_that_forgets_this_demo(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert _to_forget(tmp_path / "my demo") == f"rm -r '{tmp_path}/my demo'"
    assert _to_forget(tmp_path / ".demo") == f"rm -r {tmp_path}/.demo"  # there is no Makefile here
    (tmp_path / "Makefile").touch()
    assert _to_forget(tmp_path / ".demo") == "make clean-demo"
