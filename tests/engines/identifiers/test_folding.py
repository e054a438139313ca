import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lali.engines.identifiers import fold
from lali.engines.identifiers.disguises import _LEET_HINT

TRICKS = st.text(
    alphabet=st.one_of(
        st.sampled_from("Whatsapp te1egr4m j0b @$.-_*/ \n1234567890"),
        st.sampled_from("аеорсухѕіВНТαοριΟΡ"),
        st.sampled_from("\u200b\u200d\u00ad\u202e\ufe0f\u20e3\u0301\u0323\u0302"),
        st.sampled_from("ﬁĳßİŉœ½①❿🔟🅰🇫🇯٣๓đơệ\ud800"),
        st.characters(),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("W h a t s A p p me", "whatsapp me"),
        ("t.e.l.e.g.r.a.m", "telegram"),
        ("T 3 l 3 g r 4 m", "telegram"),
        ("v - i - s - a fee", "visa fee"),
        ("wh4ts4pp t3l3gr4m j0b v1sa m0n3y", "whatsapp telegram job visa money"),
        ("c@sh p@ssport $alary fee$ 0verseas", "cash passport salary fees overseas"),
        ("te1egram ema1l on1ine h3ll0 tel€gram", "telegram email online hello telegram"),
        ("ｗｈａｔｓａｐｐ 𝓦𝓱𝓪𝓽𝓼𝓐𝓹𝓹 ᴡʜᴀᴛꜱᴀᴘᴘ", "whatsapp whatsapp whatsapp"),
        ("Whаtsарр Τelegram", "whatsapp telegram"),
        ("🅦🅗🅐🅣🅢 🅰🅿🅿 🇼 🇭 🇦 🇹", "whats app what"),
        ("W\u200bh\u00ada\u202et\u2060s", "whats"),
        ("6️⃣7️⃣9️⃣ ①②❸⓿ ٠١٢ ०१२ ๐๑ 🔟", "679 1230 012 012 01 10"),
        ("don’t l’argent “x” –", "don't l'argent \"x\" -"),
        ("Lie\u0302n he\u0323\u0302", "liên hệ"),
        ("z\u0338\u031ba\u0338l\u0338o", "zalo"),
        ("cœur straße ﬁn", "coeur strasse fin"),
    ],
)
def test_text_is_seen_through_a_trick(written, read):
    assert fold(written).text == read


@pytest.mark.parametrize(
    "untouched",
    [
        "call 679 999 0001 before 10am, $500 or 500k, b4 2nite, gr8, 1st, 3months, covid19, mp3, h1b",
        "j0b@lagoon.com http://j0b.com/a1b2 @j0bs4u t.me/j0bs www.v1sa.com",
        "meet@airport me@home k5a a1b2c3",
        "u r a star, i am 1 of 3",
        "привет, оса и ура: сор",
        "liên hệ đi làm việc",
        "नमस्ते สวัสดี 你好",
        "🇫🇯 bula 👨\U0001f469",
    ],
)
def test_what_is_no_trick_stays(untouched):
    assert fold(untouched).text == untouched


def test_plain_is_what_an_unaccented_keyboard_writes():
    assert fold("Điện thoại, việc nhẹ lương cao; été à Nouméa; Łódź").plain == (
        "dien thoai, viec nhe luong cao; ete a noumea; lodz"
    )


def test_a_span_of_the_fold_is_a_span_of_the_original():
    text = "Ask: W h\u200b a t s A p p now"
    folded = fold(text)
    start = folded.text.index("whatsapp")
    first, last = folded.origin(start, start + len("whatsapp"))
    assert text[first:last] == "W h\u200b a t s A p p"


@settings(deadline=None)
@given(TRICKS)
def test_every_place_of_the_fold_points_into_the_text_in_order(text):
    folded = fold(text)
    assert len(folded.text) == len(folded.plain)
    assert len(folded.genuine) == len(folded.surface.text)
    places = [folded.origin(i, i + 1) for i in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in itertools.pairwise(places))


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec="ascii", exclude_characters="0123457@$.-_*|~/,+ "), max_size=60))
def test_plain_english_is_only_put_in_lower_case(text):
    assert fold(text).text == text.lower()


@settings(deadline=None)
@given(TRICKS, st.data())
def test_an_empty_span_stays_empty_and_inside(text, data):
    folded = fold(text)
    place = data.draw(st.integers(0, len(folded.text)))
    start, end = folded.origin(place, place)
    assert start == end
    assert 0 <= start <= len(text)


@given(st.text(alphabet="ab0317$@€_ .7é\n", max_size=8))
def test_a_sign_beside_letters_is_seen_wherever_it_stands(text):
    plainly = re.search(r"[^\W\d_][013457@$€][^\W_]|(?<!\w)[0$][^\W\d_]{3}|[^\W\d_]{2}\$", text)
    assert bool(_LEET_HINT.search(text)) == bool(plainly)
