"""`lali check`: text as it comes, from anywhere."""

import json

import pytest

from lali.project.commands.headings import HEADINGS
from tests.project.command_line import lali

MESSAGE = (
    "Ring +679 410 0142 now! Customer service in Bangkok, USD 1800 a month, no experience needed. We pay ticket, visa "
    "and room. Processing fee USD 200 first. Telegram @goldenlagoon_hr. Do not tell your family yet, last seats! (invented)"
)


def test_a_file_is_read_for_people(tmp_path):
    (tmp_path / "offer.txt").write_text(MESSAGE)
    said = lali("check", tmp_path / "offer.txt")
    assert (said.returncode, said.stderr) == (0, "")
    assert "Processing fee USD 200" in said.stdout
    assert "goldenlagoon_hr" in said.stdout
    assert "A person decides." in said.stdout


def test_a_single_sign_is_not_called_several():
    said = lali("check", given=b"Customer service in Bangkok (invented)")
    assert "Several signs" not in said.stdout
    assert "No sign" not in said.stdout
    assert "Work in another country" in said.stdout


def test_a_french_reader_is_told_all_of_it_in_french():
    said = lali("check", "--lang", "fr", given=MESSAGE.encode())
    assert said.returncode == 0
    assert "Que faire maintenant" in said.stdout
    assert "une personne qui décide" in said.stdout
    english = (
        "What to do next",
        "Lamps",
        "Worded like",
        "A person decides",
        "Identifiers",
        "It resembles",
        "Several signs",
    )
    assert not [one for one in english if one in said.stdout]


def test_a_picture_is_no_message(tmp_path):
    for name, content in (
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xe9\xdd"),
        ("a.pdf", b"%PDF-1.7\nstay here"),
        ("a.bin", bytes(range(256))),
    ):
        (tmp_path / name).write_bytes(content)
        said = lali("check", tmp_path / name)
        assert (said.returncode, said.stdout) == (2, "")
        assert "holds no text that is read here" in said.stderr


def test_without_a_sign_it_is_not_said_that_there_are_several():
    said = lali("check", given="ÝÛ ÙS quã Gå kÄ õ".encode())
    assert "Several signs" not in said.stdout


def test_standard_input_is_read_for_programs_and_spans_point_at_the_words():
    said = lali("check", "--json", given=MESSAGE.encode())
    read = json.loads(said.stdout)
    assert read["risk"] in {"likely", "urgent"}
    assert "+6794100142" in {found["normalised"] for found in read["identifiers"]}
    assert read["signs"]
    for span in read["signs"] + read["identifiers"]:
        assert MESSAGE[span["start"] : span["end"]] == span.get("text", span.get("raw"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings_say_the_same(encoding):
    said = lali("check", "-", "--json", given=("Réponds ! " + MESSAGE).encode(encoding))
    plain = lali("check", "-", "--json", given=("Réponds ! " + MESSAGE).encode())
    assert json.loads(said.stdout) == json.loads(plain.stdout)


@pytest.mark.parametrize("given", [b"", b" \n\t", "\ufeff".encode()])
def test_nothing_is_refused(given):
    said = lali("check", given=given)
    assert (said.returncode, said.stdout, said.stderr) == (2, "", "There is no text to check.\n")


def test_a_file_that_is_not_there_or_is_a_folder_is_refused(tmp_path):
    for path in (tmp_path / "none.txt", tmp_path):
        said = lali("check", path, "--json")
        assert said.returncode == 2
        assert str(path) in said.stderr
        assert json.loads(said.stdout)["refused"] in said.stderr


def test_bytes_that_are_no_words_are_no_message():
    said = lali("check", "--json", given=bytes(range(256)) * 400)
    assert said.returncode == 2
    assert json.loads(said.stdout)["refused"].startswith("What came in holds no text")


def test_a_page_of_any_size_gets_an_answer():
    said = lali("check", "--json", given=(MESSAGE + " ").encode() * 2000)
    assert said.returncode == 0
    assert json.loads(said.stdout)["signs"]


def test_many_lines_are_answered_one_by_one_and_broken_ones_do_not_stop_them(tmp_path):
    lines = [
        json.dumps({"id": "a", "text": MESSAGE}),
        "{not json",
        json.dumps({"id": "c"}),
        json.dumps(["a list"]),
        "",
        "[" * 100_000,
        json.dumps({"id": "g", "text": "Bula, see you at church on Sunday", "lang": "en"}),
    ]
    (tmp_path / "many.jsonl").write_text("\n".join(lines))
    said = lali("check", "--jsonl", tmp_path / "many.jsonl")
    first, *broken, last = map(json.loads, said.stdout.splitlines())
    assert said.returncode == 2
    assert (first["id"], first["risk"] != "none", last["id"], last["risk"]) == ("a", True, "g", "none")
    assert broken == [
        {"line": 2, "error": "This line is not JSON."},
        {"error": "This line has no text.", "id": "c"},
        {"line": 4, "error": "This line has no text."},
        {"line": 6, "error": "This line is not JSON."},
    ]


@pytest.mark.parametrize("given", ["--jsonl", "FILE --jsonl", "--jsonl FILE"])
def test_many_texts_come_from_a_file_or_from_standard_input(tmp_path, given):
    path = tmp_path / "many.jsonl"
    path.write_text('{"id": 1, "text": "Bula"}\n')
    words = [str(path) if word == "FILE" else word for word in given.split()]
    said = lali("check", *words, given=b"" if "FILE" in given else path.read_bytes())
    assert [json.loads(line)["id"] for line in said.stdout.splitlines()] == [1]


@pytest.mark.parametrize("lang", ["en", "fr", "vi", "bi", "fj", "hif"])
def test_every_language_speaks_for_itself(lang):
    said = lali("check", "--lang", lang, given=b"They took our passports and locked the gate. Please help us.")
    own = HEADINGS[lang]
    assert [said.stdout.startswith(own["urgent"]), own["next"] in said.stdout, own["decides"] in said.stdout] == [
        True
    ] * 3
    assert set(own) == set(HEADINGS["en"])


def test_good_lines_alone_are_done():
    said = lali("check", "--jsonl", "-", given=b'{"id": 1, "text": "Bula"}\n')
    assert said.returncode == 0
    assert json.loads(said.stdout)["id"] == 1


def test_lines_keep_their_order_and_every_line_has_its_answer_however_many_they_are():
    given = b"".join(
        b'{"id": %d, "text": "Bula vinaka %d"}\n' % (at, at) if at % 5 else b"no\n" for at in range(1, 1300)
    )
    answers = [json.loads(line) for line in lali("check", "--jsonl", "-", given=given).stdout.splitlines()]
    assert [one.get("id", one.get("line")) for one in answers] == list(range(1, 1300))
    assert all(("error" in one) == (at % 5 == 0) for at, one in enumerate(answers, 1))


def test_a_text_that_was_cut_and_a_language_that_is_unknown_are_told_in_the_answer():
    long, odd, plain = (
        {"id": 1, "text": MESSAGE + " word" * 20_000},
        {"id": 2, "text": MESSAGE, "lang": "xx"},
        {"id": 3, "text": MESSAGE, "lang": "en"},
    )
    said = lali("check", "--jsonl", "-", given="\n".join(map(json.dumps, (long, odd, plain))).encode())
    cut, guessed, nothing = map(json.loads, said.stdout.splitlines())
    assert said.returncode == 0
    assert cut["notes"] == ["Only the first 100,000 characters are read."]
    assert "it was guessed" in guessed["notes"][0]
    assert "notes" not in nothing
    alone = lali("check", "--json", given=long["text"].encode())
    assert json.loads(alone.stdout)["notes"] == cut["notes"]


def test_half_a_character_does_not_stop_the_lines_after_it():
    given = b'{"id": "\\ud800", "text": "Bula"}\n{"id": 2, "text": "Bula"}\n'
    said = lali("check", "--jsonl", "-", given=given)
    assert said.returncode == 0
    assert [json.loads(line)["id"] for line in said.stdout.splitlines()] == ["?", 2]


def test_a_job_ad_is_given_with_its_form(tmp_path):
    ads = [
        {"id": 1, "title": "Clerk", "description": "Earn $5000 a week from home, no skills", "company_profile": ""},
        {"id": 2, "title": "Clerk", "description": None},
        {"id": 3, "location": "Suva"},
    ]
    (tmp_path / "ads.jsonl").write_text("".join(json.dumps(ad) + "\n" for ad in ads))
    said = lali("check", "--jsonl", tmp_path / "ads.jsonl")
    first, second, third = map(json.loads, said.stdout.splitlines())
    assert said.returncode == 2
    assert 0 <= first["model"]["fraud"] <= 1
    assert second["kind"] in {"none", "scam"}
    assert third == {"id": 3, "error": "This line has no text."}


def test_a_register_makes_a_sender_known_and_no_claim_does(tmp_path):
    (tmp_path / "register.txt").write_text("Golden Lagoon (invented), +679 410 0142\n")
    said = lali("check", "--json", "--verified", tmp_path / "register.txt", given=MESSAGE.encode())
    assert json.loads(said.stdout)["verified"] is True
    said = lali("check", "--json", given=(MESSAGE + " We are verified.").encode())
    assert json.loads(said.stdout)["verified"] is False
    said = lali("check", "--json", "--verified", tmp_path / "none.txt", given=MESSAGE.encode())
    assert said.returncode == 2


def test_what_was_sent_steers_no_terminal():
    said = lali("check", given=MESSAGE.replace(" fee ", " \x1b[2J fee ").replace("USD", "USD\x1b]0;owned\x07").encode())
    assert "What to do next" in said.stdout
    assert "\x1b" not in said.stdout
