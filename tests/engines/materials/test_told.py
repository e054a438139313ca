"""SMS and radio: what is counted before it costs money or air time."""

import pytest

from lali.engines.flows import segments
from lali.engines.materials import RATES, Help, radio, radio_text, sms, words
from lali.engines.materials.radio import count, spelt
from tests.engines.materials.messages import SAID, SIGNS, source


@pytest.mark.parametrize("language", SAID)
def test_a_text_says_how_many_messages_it_takes(language):
    said = source(language)
    for one in sms(f"{said.headline} {said.act}", said):
        assert (one.segments, one.is_gsm) == segments(one.text)
        assert ("1325" in one.text) == (not one.left_out)
        assert one.text.endswith("https://lagoon.example/c/K7M2QX/")


def test_the_text_is_the_one_that_was_signed_and_number_and_address_come_after_it():
    short = sms("Check it. Call us.", source())[0]
    assert short.text == "Check it. Call us. Child Helpline: 1325 https://lagoon.example/c/K7M2QX/"
    assert short.left_out == ()
    named = sms("Check it. Ring 1325.", source())[0]
    assert named.text == "Check it. Ring 1325. https://lagoon.example/c/K7M2QX/"
    tight = sms("Ask. " * 23, source())[0]
    assert tight.text.endswith("Ask.  1325 https://lagoon.example/c/K7M2QX/")
    full = sms("Ask. " * 25, source())[0]
    assert (full.left_out, full.fits) == (("help",), True)


def test_vietnamese_may_take_two_and_is_offered_without_marks():
    said = source("vi", headline="Lương cao, việc nhẹ?")
    marked, bare = sms(f"{said.headline} {said.act}", said)
    assert not marked.is_gsm
    assert marked.segments <= 2
    assert marked.fits
    assert bare.is_gsm
    assert bare.plain
    assert "Luong cao, viec nhe?" in bare.text


def test_a_text_that_cannot_fit_says_so():
    far = source(address="https://lagoon.example/" + "a" * 97, code="")
    found = sms(f"{far.headline} {far.act}", far)[0]
    assert not found.fits
    assert found.segments == 2
    assert "1325" in found.text


@pytest.mark.parametrize("language", SAID)
@pytest.mark.parametrize("length", [30, 60])
def test_a_spot_keeps_to_its_length_or_says_by_how_much_not(language, length):
    script = radio(source(language), words(), length, SIGNS)
    assert script.words == sum(count(line) for line in script.lines)
    assert script.rate == RATES[language]
    assert (script.words > length * script.rate / 60) == (script.too_many > 0)
    assert any(spelt("1325") in line for line in script.lines)


def test_a_spot_that_is_too_long_is_not_cut_but_says_so():
    long = source(
        act=("go and ask " * 11)[:120], headline=("all of us " * 8)[:80], help=(Help("+679 555 0142 0143", "Desk"),)
    )
    script = radio(long, words(), 30)
    assert script.too_many > 0
    assert "Too long." in radio_text(long, words())
    assert long.act in script.lines


def test_a_number_is_read_digit_by_digit():
    assert spelt("+679 555 0142") == "+ 6 7 9, 5 5 5, 0 1 4 2"
