"""PO and XLIFF, out and in; and files that mean harm."""

import contextlib
import gettext
import io
import shutil
import subprocess
import time
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from babel.messages.pofile import read_po as babel_reads
from hypothesis import given, settings
from hypothesis import strategies as st

from lali.engines.wording import Entry, Unreadable, read_po, read_xliff, write_po, write_xliff
from lali.engines.wording.po import read_entries
from scripts import catalogues

PLAIN = Entry(("Do not pay.",), texts=("Yu no pem.",), places=("a/b.html",), notes=("Said on a poster",), signed=True)
NAMED = Entry(("Welcome, %(name)s of %(place)s",), texts=("%(place)s: welkam, %(name)s",))
COUNTED = Entry(("%(n)s sign", "%(n)s signs"), texts=("%(n)s saen", "%(n)s ol saen"))
OPEN = Entry(("Nobody said this yet",), "button")
MARKED = Entry(("Send [$300](upfront_fee) 100%% <b>now</b>",), texts=("Sendem [$300](upfront_fee) 100%% <b>nao</b>",))
ALL = (PLAIN, NAMED, COUNTED, OPEN, MARKED)
SAID = [(one.key, one.texts) for one in ALL if one.texts]

texts = st.text(st.characters(codec="utf-8", exclude_characters="\r", exclude_categories=("Cs", "Cc")), min_size=1)
entries = st.builds(
    lambda source, context, said: Entry((source,), context, (said,)),
    texts,
    st.just("") | texts,
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1),
)


def head(language="bi"):
    return f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n\n'


# -- PO ----------------------------------------------------------------------------------------------------------------


def test_po_comes_back_as_it_went():
    sheet = read_po(write_po("bi", 2, "(n != 1)", ALL))
    assert sheet.language == "bi"
    assert [(one.key, one.texts) for one in sheet.offered] == SAID


def test_babel_reads_what_we_write():
    found = babel_reads(io.BytesIO(write_po("bi", 2, "(n != 1)", ALL)), abort_invalid=True)
    assert {str(one.id): one.string for one in found if one.id and str(one.id)} == {
        **{one.source[0]: one.texts[0] for one in (PLAIN, NAMED, MARKED)},
        str(COUNTED.source): COUNTED.texts,
        OPEN.source[0]: "",
    }


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_our_reader_and_babel_read_the_shipped_catalogues_alike(language):
    path = catalogues.LOCALE / language / "LC_MESSAGES" / "django.po"
    ours = {(one.source, one.context): one.texts for one in read_entries(path.read_bytes())}
    theirs = {}
    for message in catalogues.catalogue(language):
        source = message.id if isinstance(message.id, tuple) else (message.id,)
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        theirs[source, message.context or ""] = said if all(said) else ()
    theirs.pop(("",), None)
    theirs.pop(("", ""), None)
    assert dict(ours.items()) == {key: said for key, said in theirs.items() if key[0] != ("",)}


@given(st.lists(entries, max_size=5, unique_by=lambda one: one.key))
def test_any_words_come_back_from_po(some):
    some = [one for one in some if one.source != ("",)]
    assert [(one.key, one.texts) for one in read_po(write_po("vi", 1, "0", some)).offered] == [
        (one.key, one.texts) for one in some
    ]


WENT_OUT = datetime(2026, 3, 4, 5, 6, 7, 89, tzinfo=UTC)


def test_what_nobody_signed_goes_out_fuzzy_as_every_reader_of_po_understands(tmp_path):
    raw = write_po("bi", 2, "(n != 1)", ALL, WENT_OUT)
    found = babel_reads(io.BytesIO(raw), abort_invalid=True)
    assert {str(one.id): one.fuzzy for one in found if one.id and str(one.id)} == {
        PLAIN.source[0]: False,
        NAMED.source[0]: True,
        str(COUNTED.source): True,
        OPEN.source[0]: False,
        MARKED.source[0]: True,
    }
    assert found.get(NAMED.source[0]).python_format
    if shutil.which("msgfmt"):  # gettext's own; makes nothing of what is fuzzy
        (tmp_path / "bi.po").write_bytes(raw)
        subprocess.run(["msgfmt", "-c", "-o", tmp_path / "bi.mo", tmp_path / "bi.po"], check=True)
        with (tmp_path / "bi.mo").open("rb") as file:
            said = gettext.GNUTranslations(file)
        assert (said.gettext(PLAIN.source[0]), said.gettext(NAMED.source[0])) == (PLAIN.texts[0], NAMED.source[0])


@pytest.mark.parametrize("kind", ["po", "xliff"])
def test_a_file_says_when_it_went_out_and_on_which_pages_its_strings_stand(kind):
    some = [replace(PLAIN, places=("Check an offer", "Home"))]
    if kind == "po":
        raw = write_po("bi", 2, "(n != 1)", some, WENT_OUT)
        sheet, said = read_po(raw), b"#: Check-an-offer\n#: Home\n"
    else:
        raw = write_xliff("bi", "site", 2, some, WENT_OUT)
        sheet, said = read_xliff(raw), b'<note category="page">Check an offer</note>'
    assert sheet.went_out == WENT_OUT
    assert said in raw


@pytest.mark.parametrize("moment", ["yesterday", "2026-03-04T05:06:07", "9" * 39, "2026-03-04T05:06:07+99:00", ""])
def test_a_moment_that_is_none_is_none(moment):
    raw = f'msgid ""\nmsgstr "Language: bi\\nX-Lali-Went-Out: {moment}\\n"\n\nmsgid "a"\nmsgstr "b"\n'
    assert read_po(raw.encode()).went_out is None
    assert read_xliff(document(f'<notes><note category="went out from Lali">{moment}</note></notes>')).went_out is None


def test_in_a_file_of_ours_fuzzy_means_not_signed_and_a_guess_of_a_tool_stays_unsure():
    raw = write_po("bi", 2, "(n != 1)", [NAMED, COUNTED], WENT_OUT)
    guessed = raw.replace(b'#, fuzzy, python-format\nmsgid "%(n)s', b'#, fuzzy\n#| msgid "Sign"\nmsgid "%(n)s')
    assert [one.unsure for one in read_po(raw).offered] == [False, False]
    assert [one.unsure for one in read_po(guessed).offered] == [False, True]


def test_a_unit_that_comes_back_as_initial_is_unsure():
    unit = f'<unit id="{PLAIN.key}"><segment state="initial"><source>Do not pay.</source><target>X</target></segment>'
    assert [one.unsure for one in read_xliff(document(unit + "</unit>")).offered] == [True]
    assert [one.unsure for one in read_xliff(write_xliff("bi", "home", 2, ALL)).offered] == [False] * len(SAID)


def test_an_unsure_entry_says_so():
    sheet = read_po((head() + '#, fuzzy\nmsgid "Home"\nmsgstr "Hom"\n').encode())
    assert [one.unsure for one in sheet.offered] == [True]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "not_po"),
        (b"\xff\xfe", "not_utf8"),
        (b"hello", "not_po"),
        (b'"alone"\n', "not_po"),
        (b'msgid "a"\n', "not_po"),
        (b'msgstr "a"\n', "not_po"),
        (b'msgid "a"\nmsgstr "b\n', "not_po"),
        (b'msgid "a"\nmsgstr "\\x"\n', "not_po"),
        (b'msgid "a"\nmsgstr "b"\nmsgstr "c"\n', "not_po"),
        (b'msgid "a"\nmsgstr[0] "b"\n', "not_po"),
        (b'msgid "a"\nmsgid_plural "as"\nmsgstr[9] "b"\n', "not_po"),
        (b'msgid "a"\nmsgid_plural "as"\nmsgstr "b"\n', "not_po"),
        (b'msgid "a"\nmsgstr "b"\n' * 1_000_000, "too_long"),
    ],
)
def test_what_is_no_po_is_refused(raw, why):
    with pytest.raises(Unreadable) as refused:
        read_po(raw)
    assert refused.value.why == why


@settings(deadline=1000)
@given(st.binary(max_size=400) | st.text('msgidtrctxplu_[0]"\\\n #~,:', max_size=400).map(str.encode))
def test_po_reads_anything_or_refuses_it(raw):
    with contextlib.suppress(Unreadable):
        read_po(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b'msgid "a"\nmsgstr "' + b"\\" * 2_900_000,
        b'msgid "a"\nmsgstr ' + b'"x"\n' * 700_000,
        b'msgid "a"\nmsgstr "' + b'"' * 2_900_000,
        b'msgid "' + b"a" * 2_900_000 + b'"\nmsgstr "b"\n',
        b"#: " + b"x:" * 1_400_000 + b'\nmsgid "a"\nmsgstr "b"\n',
        (head() + '"Plural-Forms: nplurals=999999999; plural=n;\\n"\n').encode() + b'msgid "a"\nmsgstr "b"\n',
        b"\n" * 2_900_000 + b'msgid "a"\nmsgstr "b"\n',
        b'msgid "a"\nmsgstr "b"\n\n' * 130_000,
    ],
)
def test_a_hostile_po_takes_no_time(raw):
    began = time.process_time()
    with contextlib.suppress(Unreadable):
        read_po(raw)
    assert time.process_time() - began < 4


# -- XLIFF -------------------------------------------------------------------------------------------------------------


def test_xliff_comes_back_as_it_went():
    sheet = read_xliff(write_xliff("bi", "home", 2, ALL))
    assert sheet.language == "bi"
    assert {(one.key, one.texts) for one in sheet.offered} == set(SAID)
    assert all(set(one.source) <= set(entry.source) for one in sheet.offered for entry in ALL if entry.key == one.key)


def test_placeholders_travel_as_codes_that_a_tool_keeps_whole():
    root = ET.fromstring(write_xliff("bi", "home", 2, [NAMED]))
    name = "{urn:oasis:names:tc:xliff:document:2.0}"
    assert [one.text for one in root.iter(name + "data")] == ["%(name)s", "%(place)s"]
    assert [one.get("dataRef") for one in root.find(f".//{name}target").iter(name + "ph")] == ["d2", "d1"]
    assert root.find(f".//{name}segment").get("state") == "translated"


@given(st.lists(entries, max_size=4, unique_by=lambda one: one.key))
def test_any_words_come_back_from_xliff(some):
    found = read_xliff(write_xliff("vi", "home", 1, some)).offered
    assert {(one.key, one.source, one.texts) for one in found} == {(one.key, one.source, one.texts) for one in some}


def document(body, *, attributes='version="2.0" srcLang="en" trgLang="bi"', before=""):
    return (
        f'<?xml version="1.0"?>{before}<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" {attributes}>'
        f'<file id="f">{body}</file></xliff>'
    ).encode()


def test_segments_notes_marks_and_characters_of_other_tools_are_read():
    unit = (
        f'<unit id="{PLAIN.key}"><originalData><data id="d1">%s</data></originalData>'
        "<segment><source>Do <mrk id='m'>not</mrk> </source><target>Yu <mrk id='m'>no</mrk> </target></segment>"
        "<ignorable><source> </source></ignorable>"
        "<segment><source>pay.</source><target>pem<cp hex='002E'/></target></segment></unit>"
    )
    (found,) = read_xliff(document(unit)).offered
    assert (found.source, found.texts) == (("Do not  pay.",), ("Yu no  pem.",))


@pytest.mark.parametrize("code", ["D800", "dbff", "DFFF"])
def test_half_of_a_pair_is_no_character(code):
    body = f"<source>Do not pay.</source><target>Yu no<cp hex='{code}'/> pem.</target>"
    (found,) = read_xliff(document(f'<unit id="{PLAIN.key}"><segment>{body}</segment></unit>')).offered
    assert found.texts == ("Yu no pem.",)


def test_units_without_a_target_of_other_names_or_said_twice_are_left_out():
    unit = '<unit id="{}"><segment><source>a</source>{}</segment></unit>'
    said = "<target>b</target>"
    body = unit.format("0" * 32, "") + unit.format("other", said) + unit.format("1" * 32, said) * 2
    assert read_xliff(document(body)).offered == ()


BILLION = '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "not_xliff"),
        (b"hello", "not_xliff"),
        (b"<xliff/>", "not_xliff"),
        (b'<?xml version="1.0" encoding="rot13"?><xliff/>', "not_xliff"),
        (document("", attributes='version="1.2"'), "not_xliff"),
        (document("<unit>"), "not_xliff"),
        (document("&c;", before=BILLION), "doctype"),
        (document("&a;", before=OUTSIDE), "doctype"),
        (document("<group>" * 60 + "</group>" * 60), "too_deep"),
        (document("<group>" * 400_000), "too_deep"),
        (document("<unit/>" * 420_000), "too_deep"),
        (document("<unit/>" * 30_000), "too_long"),
        (document("x" * 10_000_000), "too_long"),
    ],
)
def test_what_is_no_xliff_or_means_harm_is_refused_at_once(raw, why):
    began = time.process_time()
    with pytest.raises(Unreadable) as refused:
        read_xliff(raw)
    assert refused.value.why == why
    assert time.process_time() - began < 4


@settings(deadline=1000)
@given(
    st.binary(max_size=300) | st.text("<>/ xliffunitsegmentsourcetarget&;!DOCTYPE[]\"'=", max_size=300).map(str.encode)
)
def test_xliff_reads_anything_or_refuses_it(raw):
    for whole in (raw, document(raw.decode(errors="replace"))):
        with contextlib.suppress(Unreadable):
            read_xliff(whole)
