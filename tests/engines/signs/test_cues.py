"""What a message speaks of has one name in every language, and is told apart from the same thing denied."""

import tomllib
from importlib.resources import files

import pytest

from lali.engines.signs import LANGUAGES
from lali.engines.signs.cues import ACCENTED, cues_of

DATA = tomllib.loads((files("lali.engines.signs") / "data" / "cues.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "boss holds your passport"),
        ("fr", "il garde ton passeport"),
        ("bi", "bos i holem paspot"),
        ("fj", "maroroya na bosi"),
        ("hif", "passport malik rakkhi"),
        ("vi", "chu giu"),
        (ACCENTED, "chủ giữ"),
    ],
)
def test_one_thing_has_one_name_in_every_language(code, words):
    assert "c=keeps_papers" in cues_of(words.split(), code)


def test_english_is_heard_in_every_language_and_no_other_in_english():
    assert "c=hurry" in cues_of(["asap"], "fj") & cues_of(["asap"], "unknown")
    assert "c=hurry" not in cues_of(["vakatotolo"], "en")


def test_what_is_denied_is_named_so():
    assert {"c=pay_first", "n=pay_first"} <= cues_of(["there", "is", "no", "deposit"], "en")
    assert "n=pay_first" not in cues_of(["no", ",", "we", "said", "on", "monday", "a", "deposit"], "en")
    assert cues_of(["no"], "en") == frozenset()


@pytest.mark.parametrize("name", sorted(DATA))
def test_every_cue_is_listed_in_every_language(name):
    assert set(DATA[name]) == set(LANGUAGES)
    assert all(item.strip() for listed in DATA[name].values() for item in listed.split(","))
