"""`lali digest` against a true mail server on loopback; and how the mail server is named."""

import email
import fcntl
import json
import sqlite3
from contextlib import closing
from email import policy

import pytest
from django.core.exceptions import ImproperlyConfigured

from lali.project.mail import mail_settings
from tests.project.command_line import lali
from tests.project.mail_server import mail_server


@pytest.fixture
def fiji(copy_of):
    return copy_of("fiji")


def told(said):
    assert said.stderr == ""
    return json.loads(said.stdout)


def test_letters_go_out_once_and_a_refusal_is_tried_again(fiji):
    with mail_server() as server:
        server.refuses = True
        refused = lali("digest", "--home", fiji, "--daily", "--json", **server.environment)
        assert refused.returncode == 2
        assert told(refused)["failed"] > 0
        server.refuses = False
        first = lali("digest", "--home", fiji, "--daily", "--json", **server.environment)
        assert first.returncode == 0
        assert told(first)["letters"] == told(refused)["failed"] == len(server.letters)
        again = lali("digest", "--home", fiji, "--daily", **server.environment)
        assert "0 letters were sent" in again.stdout
        assert len(server.letters) == told(first)["letters"]
    letters = [email.message_from_string(one, policy=policy.default) for one in server.letters]
    assert {one["from"] for one in letters} == {"lali@htu.example"}
    words = "".join(one.get_content() + one["subject"] for one in letters)
    assert "(FJ-" in words
    for name in ("Litia", "Jone", "Asha", "Saltwater", "Seashell", "Macuata", "headman", "platform to keep"):
        assert name not in words


def test_without_a_mail_server_notices_wait(fiji):
    said = lali("digest", "--home", fiji)
    assert said.returncode == 0
    assert "No mail server is named" in said.stdout
    assert told(lali("digest", "--home", fiji, "--json")) == {"reminders": 0, "mail": False}


def test_a_round_wipes_the_tokens_of_lessons_of_other_days(fiji):
    def tokens():
        with closing(sqlite3.connect(fiji / "letterbox.sqlite3")) as kept:
            return kept.execute("SELECT count(*) FROM learning_attempt WHERE press IS NOT NULL").fetchone()[0]

    assert tokens()
    assert lali("digest", "--home", fiji).returncode == 0
    assert not tokens()


def test_two_rounds_never_run_at_once(fiji):
    with (fiji / "digest.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        said = lali("digest", "--home", fiji)
    assert said.returncode == 2
    assert "Another" in said.stderr


def test_no_node_is_a_refusal(tmp_path):
    assert lali("digest", "--home", tmp_path).returncode == 2


GIVEN = {"LALI_SMTP_HOST": "mail.example", "LALI_SMTP_FROM": "lali@htu.example"}


def test_ports_follow_the_protection():
    assert mail_settings({}) == mail_settings({"LALI_SMTP_HOST": "none"}) == {}
    assert mail_settings(GIVEN) | {"port": 587, "tls": "starttls"} == mail_settings(GIVEN)
    assert mail_settings(GIVEN | {"LALI_SMTP_TLS": "tls"})["port"] == 465
    assert mail_settings(GIVEN | {"LALI_SMTP_PORT": "2525"})["port"] == 2525


@pytest.mark.parametrize(
    "wrong", [{"LALI_SMTP_TLS": "yes"}, {"LALI_SMTP_PORT": "smtp"}, {"LALI_SMTP_FROM": ""}, {"LALI_SMTP_FROM": "lali"}]
)
def test_half_a_setting_says_what_lacks(wrong):
    with pytest.raises(ImproperlyConfigured, match=next(iter(wrong))):
        mail_settings(GIVEN | wrong)
