"""Names as they stand in chats, file names and other alphabets; and ordinary words that stay."""

import time

import pytest

from lali.engines.documents import BLOCK, Cover, cover, places_of_names


def without(text, *names):
    return cover(text, [Cover(start, end, "x") for start, end in places_of_names(names, text)])


@pytest.mark.parametrize(
    ("name", "text", "gone"),
    [
        ("Ana Seashell", "IMG_Ana_Seashell.jpg", ["Ana", "Seashell"]),
        ("Ana Seashell", "passport_seashell_ana.pdf", ["ana", "seashell"]),
        ("Ana Seashell", "ana.seashell99@mail.example", ["ana", "seashell"]),
        ("Ana Seashell", "AnaSeashell on a network, IMGAnaSeashellPassport", ["Ana", "Seashell"]),
        ("Ana Seashell", "Seashell's file, Seashell\u2019s", ["Seashell"]),
        ("Ana Seashell", "S\u200bea\u00adshell flew, A\u2060na too", ["shell", "na too"]),
        ("Ana Mere Seashell", "SEASHELL Ana Mere", ["SEASHELL", "Ana", "Mere"]),
        ("Xu Li", "Ms Xu said that Li left", ["Xu", "Li"]),
        ("Ma Lan", "told Ma that; Ma: hello", ["told Ma"]),
        ("Anne-Marie Tui\u02bbone", "Anne was taken, and Marie; AnneMarie", ["Anne", "Marie"]),
        ("Ana O'Brien", "O\u2019Brien flew, OBrien, O Brien, Brien", ["Brien"]),
        ("Ana O\u2019Brien", "O'Brien flew", ["Brien", "O'"]),
        ("\u02bbAlisi Tupou", "'Alisi flew, Alisi, \u02bbAlisi", ["Alisi"]),
        ("Alisi Tupou", "'Alisi flew, \u02bbAlisi", ["Alisi"]),
        ("\u738b\u5c0f\u660e", "\u5c0f\u660e flew, \u738b\u5c0f\u660e\u8bf4", ["\u5c0f\u660e"]),
        ("\uae40\ucca0\uc218", "\ucca0\uc218\uac00", ["\ucca0\uc218"]),
        ("\u00de\u00f3ra \u00c6sir", "Thora flew, Aesir", ["Thora", "Aesir"]),
        ("\u0141ucja \u0110\u1eb7ng", "Lucja flew, Dang, \u0142ucja", ["ucja", "Dang"]),
        ("S\u00f8ren \u0110\u1ed7", "Soren flew", ["Soren"]),
        (
            "\u092a\u094d\u0930\u093f\u092f\u093e \u0928\u092e\u0942\u0928\u093e",
            "\u092a\u094d\u0930\u093f\u092f\u093e \u0928\u0947",
            ["\u092a\u094d\u0930\u093f\u092f\u093e"],
        ),
    ],
)
def test_a_name_is_found_however_it_is_written(name, text, gone):
    left = without(text, name)
    assert BLOCK in left
    for part in gone:
        assert part not in left, left


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Le Thi Do", "Do not pay. Le suspect a dit: le billet. What do you do?"),
        ("Will May", "She will come and may pay. It was his will."),
        ("Anne-Marie Tui\u02bbone", "one of them said that no one came"),
        ("Ana van der Seashell", "a white van and the der"),
        ("Siti binti Ahmad", "the bin was empty"),
        ("Ana O'Brien", "An o and a d'accord"),
        ("Ana Seashell", "banana, Diana, an analysis of seashells"),
        ("Xu Li", "xu is a small coin, li too; excuse"),
        ("Mere Qalo", "Merely, in Meredith"),
        ("", "nothing at all"),
        (" - ", "nothing - at all"),
    ],
)
def test_ordinary_words_stay(name, text):
    assert without(text, name) == text


def test_a_text_made_to_be_slow_is_not():
    begun = time.process_time()
    assert not places_of_names(["a b c d e f g h"], "a b c d " * 20_000)
    places_of_names(["Ana Mere-Lani O'Brien Seashell"], "ana - " * 30_000)
    assert time.process_time() - begun < 10
