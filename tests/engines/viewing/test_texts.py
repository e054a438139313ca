"""Texts in any letters; signs that hide are written out; code of any kind stays words."""

import pytest

from lali.engines.viewing import Beware, Kind, Says
from tests.engines.viewing.files import codes, looked, says

WORDS = "Bula vinaka! Où est l’agent ? Đi làm ở Phnom Penh."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_letters(encoding):
    seen = looked((WORDS * 5).encode(encoding))
    assert seen.text == WORDS * 5
    assert seen.kind == Kind.TEXT


def test_an_encoding_that_was_guessed_is_called_a_guess():
    seen = looked("Привет, где работа? Пиши мне. Паспорт оставь агенту.\n".encode("cp1251") * 20)
    assert Beware.ENCODING_GUESSED in codes(seen)
    assert "Привет" in seen.text
    assert says(seen, Says.ENCODING) == "cp1251"


def test_hidden_signs_are_written_out():
    seen = looked("pay \u202e005$ ev\u200bil\u200d \U000e0041 \x07👩\u200d💻".encode())
    assert seen.text == "pay ‹U+202E›005$ ev‹U+200B›il‹U+200D› ‹U+E0041› ‹U+0007›👩\u200d💻"
    assert {Beware.RIGHT_TO_LEFT, Beware.HIDDEN_SIGNS} <= codes(seen)


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b'<svg xmlns="x"><script>alert(1)</script></svg>', "SVG"),
        (b"<!DOCTYPE html><body onload=alert(1)>", "HTML"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "XML"),
        (b"{\\rtf1 hello", "RTF"),
    ],
)
def test_code_stays_words(data, form):
    seen = looked(data, "picture.jpg")
    assert (seen.kind, seen.format) == (Kind.MARKUP, form)
    assert seen.text == data.decode()
    assert not seen.picture
    assert Beware.NAME_LIES in codes(seen)
    assert form not in {"SVG", "HTML"} or Beware.SCRIPT in codes(seen)


@pytest.mark.slow
def test_a_long_text_has_pages_and_loses_no_letter():
    whole = "".join(f"line {n} é đ 🙂\n" for n in range(20_000))
    data, pages, page = whole.encode(), [], 1
    while True:
        seen = looked(data, page=page)
        pages.append(seen.text)
        if not seen.more:
            break
        page += 1
    assert page == seen.pages > 3
    assert "".join(pages) == whole


def test_what_is_no_text_is_shown_in_numbers():
    seen = looked(bytes(range(256)) * 8, "letter.pdf", page=2)
    assert seen.kind == Kind.UNKNOWN
    assert seen.text.startswith("00000400  00 01 02")
    assert Beware.NAME_LIES in codes(seen)
    assert looked(b"MZ" + bytes(200), "photo.jpg").kind == Kind.PROGRAM
    assert looked(b"", "photo.jpg").kind == Kind.EMPTY
