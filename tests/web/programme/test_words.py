"""The workbench: one line at a time, two persons, files in and out, nothing lost."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from lali.engines.wording import read_po, read_xliff
from lali.records.wording import actions, keeping, overlay
from lali.records.wording.access import mark_of
from lali.records.wording.models import Wording
from lali.records.wording.pages import pages_of
from lali.records.wording.shipped import on_page, shipped, strings
from lali.records.wording.telling import remind_of_words
from lali.web.programme.views.words import PER_PAGE, READ_AT_ONCE

pytestmark = pytest.mark.slow  # many pages

TITLE = "Close this tab."


def key_of(english):
    return next(key for key, one in strings().items() if one.source[0] == english and not one.context)


@pytest.fixture
def key():
    return key_of(TITLE)


@pytest.fixture
def translator(agency):
    from lali.records.agencies.actions import enrol_member

    email = "translator@programme.example"
    return enrol_member(by="node", agency=agency, email=email, name="Ana (invented)", role="translator", password="x")


def typed(key, text):
    return {"form_0": text, "seen": mark_of(shipped("bi").get(key, ()))}


def test_the_workbench_shows_every_page_in_every_language(see, open_page, translator):
    page = see(translator, "/programme/words/")
    for said in (
        "Bislama",
        "Vosa Vakaviti",
        "Tiếng Việt",
        "Check an offer",
        "100 % translated",
        "0 % signed",
        "100 % signed",
    ):
        assert said in page
    assert "Words" in see(translator, "/")
    assert "Tips" not in see(translator, "/")


def fields_of(html):
    """What a browser would send of the lines of a page: every field, line breaks as browsers write them."""
    found = {"key": re.findall(r'name="key" value="([0-9a-f]{32})"', html)}
    found |= dict(re.findall(r'name="(k[0-9a-f]{10}-seen)"(?: value="([0-9a-f]*)")?', html))
    for name, text in re.findall(r'<textarea name="(k[0-9a-f]{10}-form_\d)"[^>]*>\n?(.*?)</textarea>', html, re.DOTALL):
        found[name] = unescape(text).replace("\n", "\r\n")
    return found


def names_of(*keys):
    return [f"k{key[:10]}-form_0" for key in keys]


def test_any_save_of_a_page_saves_every_line_that_was_changed(open_page, translator, key):
    address = "/programme/words/bi/page/traces/?only=draft&page=1"
    html = open_page(translator, address).content.decode()
    keys = on_page("traces")
    assert f"Line 1 of {len(keys)}" in html
    fields, (first, second) = fields_of(html), names_of(*keys[:2])
    after = re.search(r'name="after" value="([0-9a-f]{32})"', html)[1]
    answer = open_page(translator, address, fields | {first: "Klinim mak", second: "Mak i stap", "after": after})
    assert answer["Location"] == f"{address}#k{after[:10]}"
    assert {row.key: row.texts for row in Wording.objects.all()} == {keys[0]: ["Klinim mak"], keys[1]: ["Mak i stap"]}
    assert "2 lines are saved as drafts." in open_page(translator, address).content.decode()


@pytest.mark.parametrize("language", ["bi", "fj", "vi", "fr"])
@pytest.mark.parametrize("page", ["home", "report"])
def test_what_nobody_changed_is_not_saved(open_page, translator, language, page):
    address = f"/programme/words/{language}/page/{page}/"
    html = open_page(translator, address).content.decode()
    answer = open_page(translator, address, fields_of(html), follow=True)
    assert "Nothing was changed." in answer.content.decode()
    assert not Wording.objects.exists()


def test_a_line_that_cannot_be_saved_keeps_no_other_from_it_and_stays(open_page, translator, administrator):
    address = "/programme/words/bi/page/traces/"
    fields = fields_of(open_page(translator, address).content.decode())
    keys = on_page("traces")
    good, faulty, met, empty = names_of(*keys[:4])
    open_page(administrator, f"/programme/words/bi/line/{keys[2]}/", typed(keys[2], "Rabem mak"))
    given = fields | {good: "Klinim mak", faulty: "Klinim <b>mak</b>", met: "Mak i stap", empty: " "}
    answer = open_page(translator, address, given)
    html = answer.content.decode()
    assert answer.status_code == 400
    for said in (
        "Saved as a draft.",
        "stand only where the English has them, and just so: &lt;b&gt;",
        "Klinim &lt;b&gt;mak&lt;/b&gt;</textarea>",
        "Rabem mak",
        f"{administrator.name} saved this meanwhile:",
        "Mak i stap</textarea>",
        "Something is missing here.",
    ):
        assert said in html
    again = fields_of(html) | {faulty: "Klinim bigwan", empty: fields[empty]}
    assert open_page(translator, address, again).status_code == 302
    now = {row.key: row.texts for row in Wording.objects.newest()}
    assert now == {keys[0]: ["Klinim mak"], keys[1]: ["Klinim bigwan"], keys[2]: ["Mak i stap"]}


def test_lines_are_filtered_and_french_stands_beside(see, translator, open_page, key):
    assert "No such line on this page" in see(translator, "/programme/words/bi/page/traces/?only=signed")
    french = " ".join(shipped("fr")[key][0].split())
    assert french not in see(translator, "/programme/words/bi/page/traces/")
    assert french in see(translator, "/programme/words/bi/page/traces/?french=on")
    assert open_page(translator, "/programme/words/bi/page/traces/?only=nonsense&page=99").status_code == 200


def test_faulty_words_come_back_with_why(open_page, translator, key):
    answer = open_page(translator, f"/programme/words/bi/line/{key}/", typed(key, "Klinim <b>%s</b>"))
    html = answer.content.decode()
    assert answer.status_code == 400
    assert "Klinim &lt;b&gt;%s&lt;/b&gt;</textarea>" in html
    assert "Angle brackets and codes of signs stand only where the English has them" in html
    assert "%s does not stand in the English." in html
    assert not Wording.objects.exists()
    assert (
        "Something is missing here."
        in open_page(translator, f"/programme/words/bi/line/{key}/", typed(key, " ")).content.decode()
    )


def test_two_translators_see_both_texts_and_the_second_press_saves(open_page, translator, administrator, key):
    address = f"/programme/words/bi/line/{key}/"
    open_page(administrator, address, typed(key, "Rabem mak"))
    answer = open_page(translator, address, typed(key, "Klinim mak"))
    html = answer.content.decode()
    assert answer.status_code == 400
    assert "Rabem mak" in html
    assert "Klinim mak</textarea>" in html
    assert administrator.name in html
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', html)[1]
    assert open_page(translator, address, {"form_0": "Klinim mak", "seen": seen}).status_code == 302
    html = open_page(translator, address).content.decode()
    assert "Rabem mak" in html, "among the earlier words"
    assert Wording.objects.newest().get().texts == ["Klinim mak"]


def test_a_second_person_signs_a_line_and_one_takes_it_back(open_page, see, translator, administrator, key):
    address = f"/programme/words/bi/line/{key}/"
    open_page(translator, address, typed(key, "Klinim mak"))
    assert "Sign this line" not in see(translator, address)
    assert "Sign this line" in see(administrator, address)
    open_page(administrator, address + "sign/", {"seen": "0" * 16})
    assert not Wording.objects.get().shown
    open_page(administrator, address + "sign/", {"seen": mark_of(["Klinim mak"])})
    overlay.refresh()
    assert overlay.is_signed("bi", "", TITLE)
    page = see(translator, address)
    assert f"Signed by {administrator.name}" in page
    open_page(translator, address, {"form_0": "Niu", "seen": mark_of(["Klinim mak"])})
    assert "The public still reads the words that were signed before: Klinim mak" in see(translator, address)
    open_page(translator, address + "back/", {})
    assert not Wording.objects.filter(shown=True).exists()
    assert "No words of this node are shown for this line." in see_message(open_page, translator, address)


def test_a_reviewer_sees_what_changed_who_wrote_it_and_where_it_stands_and_sends_it_back(
    open_page, see, translator, administrator, key
):
    address = f"/programme/words/bi/line/{key}/"
    (words,) = shipped("bi")[key]
    open_page(translator, address, typed(key, f"Naoia {words}"))
    for html in (
        see(administrator, address),
        see(administrator, "/programme/words/bi/page/traces/?only=waiting"),
        see(administrator, "/programme/words/bi/page/traces/read/"),
    ):
        assert f"put in: +Naoia {' '.join(words.split())}" in html
        assert "What changed, against the words that came with the program:" in html
        assert translator.name in html
    assert "Stands on Clear the traces" in see(administrator, address)
    assert "Send it back" not in see(translator, address)
    given = {"seen": mark_of([f"Naoia {words}"]), "why": "Wan moa taem"}
    assert "Sent back." in open_page(administrator, address + "return/", given, follow=True).content.decode()
    assert "Wan moa taem" in see(translator, address)
    assert "Wan moa taem" in see(translator, "/programme/words/bi/page/traces/?only=waiting")
    said = open_page(administrator, address + "return/", given | {"why": ""}, follow=True).content.decode()
    assert "Say in a sentence what should be changed." in said


def test_a_string_of_several_pages_names_them_all(see, translator):
    key, one = next((key, one) for key, one in strings().items() if len(pages_of(one.places)) > 1)
    page = see(translator, f"/programme/words/bi/line/{key}/")
    assert all(str(where.name) in page.partition("Stands on")[2] for where in pages_of(one.places))


def test_a_long_page_is_read_and_signed_in_pieces(open_page, see, translator):
    keys = on_page("check")
    address = "/programme/words/bi/page/check/read/"
    assert len(keys) > 2 * READ_AT_ONCE
    html = open_page(translator, address).content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', html)[1]
    assert len(seen.split()) <= READ_AT_ONCE
    assert "Sign these lines" in html
    answer = open_page(translator, address, {"seen": seen, "speaks": "on"})
    assert answer["Location"] == f"{address}?page=2"
    assert Wording.objects.filter(shown=True).count() == len(seen.split())
    assert seen.split()[0] not in open_page(translator, answer["Location"]).content.decode()


def test_the_place_is_kept_though_saved_lines_leave_the_list(open_page, translator):
    keys = on_page("check")
    address = "/programme/words/bi/page/check/?only=draft&page=2"
    html = open_page(translator, address).content.decode()
    assert len(fields_of(html)["key"]) == PER_PAGE
    fields = fields_of(html)
    last, first = fields["key"][-1], fields["key"][0]
    assert first == [key for key in keys if key in shipped("bi")][PER_PAGE]
    after = re.findall(r'name="after" value="([0-9a-f]{32})"', html)[-1]
    assert after != last, "the line after the last one stands on the next page"
    fields[f"k{first[:10]}-form_0"] = "Niu wod"
    answer = open_page(translator, address, fields | {"after": after})
    assert answer["Location"] == f"/programme/words/bi/page/check/?only=draft&page=3#k{after[:10]}"
    assert f'id="k{after[:10]}"' in open_page(translator, answer["Location"]).content.decode()


def test_all_pages_are_one_list_to_work_off_and_to_search(see, open_page, translator, administrator, key):
    open_page(translator, f"/programme/words/bi/line/{key}/", typed(key, "Klinim mak"))
    assert "1 line waits for you" in see(administrator, "/programme/words/")
    assert "waits for you" not in see(translator, "/programme/words/")
    page = see(administrator, "/programme/words/bi/page/all/?only=waiting")
    assert "Klinim mak" in page
    assert "Line 1 of 1" in page
    assert "Klinim mak" in see(administrator, "/programme/words/bi/page/all/?words=klinim")
    assert sorted(on_page("all")) == sorted(strings())
    assert open_page(translator, "/programme/words/bi/page/all/aloud/").status_code == 404


def test_a_notice_about_words_leads_to_them(open_page, translator, administrator, key):
    open_page(translator, f"/programme/words/bi/line/{key}/", typed(key, "Klinim mak"))
    remind_of_words(by="node", now=timezone.now())
    html = open_page(administrator, "/notices/").content.decode()
    assert 'href="/programme/words/bi/page/all/?only=waiting"' in html
    assert "to sign. Bislama</a>" in html
    open_page(administrator, f"/programme/words/bi/line/{key}/sign/", {"seen": mark_of(["Klinim mak"])})
    html = open_page(translator, "/notices/").content.decode()
    assert 'href="/programme/words/bi/page/all/?only=signed"' in html


def test_the_desk_says_what_waits_and_what_came_back_and_leads_there(open_page, see, translator, administrator, key):
    other = next(one for one in on_page("traces") if one != key)
    for number, (one, text) in enumerate(((key, "Klinim mak"), (other, "Klinim gud")), 1):
        open_page(translator, f"/programme/words/bi/line/{one}/", typed(one, text))
        assert "waits for a second person" in see(administrator, "/")
        back = {"seen": mark_of([text]), "why": "Mekem i sot"}
        open_page(administrator, f"/programme/words/bi/line/{one}/return/", back)
        assert "waits for a second person" not in see(administrator, "/")
        desk = open_page(translator, "/").content.decode()
        where = f"/programme/words/bi/line/{key}/" if number == 1 else "/programme/words/bi/page/all/?only=sent_back"
        assert f'href="{where}"' in desk
        assert f"{number} line" in see(translator, "/")
        assert "sent back, with a reason" not in see(administrator, "/")
    assert 'href="/programme/words/bi/page/all/?only=sent_back"' in open_page(translator, "/notices/").content.decode()
    page = see(translator, "/programme/words/bi/page/all/?only=sent_back")
    assert "Line 2 of 2" in page


def test_lines_are_searched_and_the_words_stand_in_the_address(see, translator):
    page = see(translator, "/programme/words/bi/page/check/?words=PASSPORT&only=draft")
    assert "passport" in page
    assert "Line 1 of 241" not in page
    assert "No such line on this page" in see(translator, "/programme/words/bi/page/check/?words=qqqq")


def see_message(open_page, member, address):
    return open_page(member, address + "back/", {}, follow=True).content.decode()


def test_a_page_is_read_through_and_signed(open_page, see, translator, administrator, key):
    open_page(translator, f"/programme/words/bi/line/{key}/", typed(key, "Klinim mak"))
    address = "/programme/words/bi/page/traces/read/"
    html = open_page(translator, address).content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', html)[1]
    assert "1 line is your own" in html
    assert open_page(translator, address, {"seen": seen}).status_code == 400
    said = open_page(translator, address, {"seen": seen, "speaks": "on"}, follow=True).content.decode()
    assert f"{len(on_page('traces')) - 1} lines are signed." in said
    assert "1 line is your own: somebody else must sign it." in said
    assert "90 % signed" in see(translator, "/programme/words/")
    open_page(administrator, address, {"seen": seen, "speaks": "on"})
    assert "Nothing waits for a signature here." in see(translator, address)
    assert open_page(administrator, address, {"seen": seen, "speaks": "on"}).status_code == 400


@pytest.mark.parametrize(("kind", "reads"), [("po", read_po), ("xlf", read_xliff)])
def test_files_go_out_whole_or_by_page(open_page, translator, kind, reads):
    whole = open_page(translator, f"/programme/words/bi/file/{kind}/")
    assert f'filename="lali-site-bi.{kind}"' in whole["Content-Disposition"]
    assert len(reads(whole.content).offered) == len(shipped("bi"))
    one = open_page(translator, f"/programme/words/bi/file/{kind}/?page=traces")
    assert len(reads(one.content).offered) == len([key for key in on_page("traces") if key in shipped("bi")])
    assert open_page(translator, "/programme/words/bi/file/exe/").status_code == 404
    assert open_page(translator, "/programme/words/bi/file/po/?page=nowhere").status_code == 404


def send(open_page, member, raw, name="bi.po", language="bi"):
    return open_page(member, f"/programme/words/{language}/upload/", {"file": SimpleUploadedFile(name, raw)})


@pytest.mark.parametrize("kind", ["po", "xlf"])
def test_a_file_is_looked_at_and_then_taken_in(open_page, see, translator, administrator, key, kind):
    raw = open_page(translator, f"/programme/words/bi/file/{kind}/?page=traces").content
    raw = raw.replace(shipped("bi")[key][0].encode(), b"Klinim mak")
    answer = send(open_page, translator, raw)
    html = answer.content.decode()
    assert "1 line would change." in html
    assert not Wording.objects.exists()
    given = re.search(r'name="changes" value="([^"]+)"', html)[1].replace("&quot;", '"')
    assert json.loads(given)[key][1] == ["Klinim mak"]
    said = open_page(translator, "/programme/words/bi/take-in/", {"changes": given}, follow=True).content.decode()
    assert "1 line was taken in as a draft." in said
    assert Wording.objects.get().origin == "file"
    actions.sign_wording(by=administrator, language="bi", key=key, seen=mark_of(["Klinim mak"]))
    html = send(open_page, translator, raw.replace(b"Klinim mak", b"Rabem mak")).content.decode()
    assert f"Signed by {administrator.name}" in html, "the file is older than what was taken in"
    raw = open_page(translator, f"/programme/words/bi/file/{kind}/?page=traces").content
    html = send(open_page, translator, raw.replace(b"Klinim mak", b"Rabem mak")).content.decode()
    assert "1 of them is signed" in html


@pytest.mark.parametrize("kind", ["po", "xlf"])
def test_of_two_texts_for_a_line_the_person_chooses(open_page, translator, administrator, key, kind):
    raw = open_page(translator, f"/programme/words/bi/file/{kind}/?page=traces").content
    open_page(administrator, f"/programme/words/bi/line/{key}/", typed(key, "Rabem mak"))
    html = send(open_page, translator, raw).content.decode()
    assert "1 line was not changed in the file and is newer here. It stays." in html
    assert "There is nothing to take in." in html
    html = send(open_page, translator, raw.replace(shipped("bi")[key][0].encode(), b"Klinim mak")).content.decode()
    for said in ("Two texts for one line", "Rabem mak", "Klinim mak", administrator.name, "after the file went out"):
        assert said in html
    given = {name: unescape(re.search(rf'name="{name}" value="([^"]+)"', html)[1]) for name in ("changes", "conflicts")}
    open_page(translator, "/programme/words/bi/take-in/", given)
    assert Wording.objects.newest().get().texts == ["Rabem mak"]
    open_page(translator, "/programme/words/bi/take-in/", given | {"take": key})
    assert Wording.objects.newest().get().texts == ["Klinim mak"]
    assert "Rabem mak" in open_page(translator, f"/programme/words/bi/line/{key}/").content.decode(), "not lost"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"hello", "Line 1 is not of a PO file"),
        (b"\xff\xfe\x00", "not in UTF-8"),
        (b"<xliff/>", "no XLIFF 2.0 or 2.1"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><xliff>&a;</xliff>', "brings a document type"),
        ("<?xml version='1.0' encoding='utf-16'?><xliff/>".encode("utf-16"), "not in UTF-8"),
        ('msgid "a"\nmsgstr "é"\n'.encode("latin-1"), "not in UTF-8"),
        (b"x" * 3_000_001, "larger than the whole site"),
        (b"x" * 50_000_000, "larger than the whole site"),
        (b'msgid ""\nmsgstr "Language: vi\\n"\n\nmsgid "a"\nmsgstr "b"\n', "in another language: vi"),
        (b"", "empty"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(open_page, translator, raw, said):
    answer = send(open_page, translator, raw)
    assert answer.status_code == 400
    assert said in answer.content.decode()


def test_faulty_and_foreign_lines_of_a_file_are_named(open_page, translator):
    raw = f'msgid "{TITLE}"\nmsgstr "<script>alert(1)</script>"\n\nmsgid "Foreign"\nmsgstr "x"\n'
    html = send(open_page, translator, raw.encode()).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>alert" not in html
    assert "1 line is not of this site" in html
    assert "There is nothing to take in." in html


@pytest.mark.parametrize(
    "changes",
    ["", "[]", '{"a": 1}', '{"a": ["x"]}', '{"a": ["x", [1]]}', "{", "[" * 100_000, '{"a":[' + "9" * 5_000 + "]}"],
    ids=range(8),
)
def test_what_is_no_list_of_changes_is_sent_back(open_page, translator, changes):
    said = open_page(translator, "/programme/words/bi/take-in/", {"changes": changes}, follow=True).content.decode()
    assert "Please send the file again." in said
    assert not Wording.objects.exists()


def test_more_lines_than_the_site_has_are_refused(open_page, translator):
    changes = json.dumps({f"{n:032x}": ["", ["x"]] for n in range(2001)})
    said = open_page(translator, "/programme/words/bi/take-in/", {"changes": changes}, follow=True).content.decode()
    assert "more lines than the site has" in said


def test_hints_stand_beside_a_line(open_page, translator, see):
    key = key_of("Your passport stays with you.")
    open_page(translator, f"/programme/words/bi/line/{key}/", typed(key, "Buk blong yu i stap."))
    page = see(translator, f"/programme/words/bi/line/{key}/")
    assert "For “passport” the site says “paspot”. The words of this list are drafts too." in page
    assert "School grade of the English:" in page


def test_a_string_that_counts_has_a_field_for_each_form(open_page, translator):
    key = next(key for key, one in strings().items() if len(one.source) == 2)
    html = open_page(translator, f"/programme/words/bi/line/{key}/").content.decode()
    assert "Bislama: for one" in html
    assert "Bislama: for many" in html
    assert open_page(translator, f"/programme/words/vi/line/{key}/").content.decode().count("<textarea") == 1


def test_who_only_reads_a_page_about_others_is_not_let_in(open_page, lead, auditor, key):
    for member in (lead, auditor):
        for address in ("", "bi/page/home/", f"bi/line/{key}/", "bi/upload/", "bi/file/po/", "bi/page/home/read/"):
            assert open_page(member, f"/programme/words/{address}").status_code == 403
    assert keeping.page_lines


def test_other_languages_and_pages_are_not_there(open_page, translator, key):
    for address in ("xx/page/home/", "bi/page/nowhere/", f"bi/line/{'0' * 32}/", "xx/upload/", "en/file/po/"):
        assert open_page(translator, f"/programme/words/{address}").status_code == 404
    assert open_page(translator, "/programme/words/xx/take-in/", {"changes": "{}"}).status_code == 404


def test_who_wrote_some_of_the_words_is_told_instead_of_offered_a_signature(
    open_page, see, administrator, supervisor, key
):
    address = f"/programme/words/bi/line/{key}/"
    open_page(administrator, address, typed(key, "Kloseem"))
    open_page(supervisor, address, {"form_0": "Kloseem.", "seen": mark_of(["Kloseem"])})
    html = see(administrator, address)
    assert "Somebody who wrote none must read them" in html
    assert "Sign this line" not in html
    assert "Send it back" in html


# -- read aloud ------------------------------------------------------------------------------------------------------

FRAME = b"\xff\xfb\x90\x00" + bytes(413)


def test_a_page_is_read_aloud_and_signed_by_another(open_page, see, translator, administrator):
    address = "/programme/words/bi/page/home/aloud/"
    assert "Nobody has read this page aloud yet" in see(translator, address)
    assert "Read aloud" in see(translator, "/programme/words/bi/page/home/")
    sent = open_page(translator, address, {"sound": SimpleUploadedFile("x.mp3", FRAME)}, follow=True)
    assert "Waits for a second person" in sent.content.decode()
    assert "have listened to the end" not in sent.content.decode()
    html = open_page(administrator, address).content.decode()
    assert "have listened to the end" in html
    number = re.search(r'src="/programme/words/aloud/(\d+)/"', html)[1]
    heard = open_page(administrator, f"/programme/words/aloud/{number}/")
    assert b"".join(heard.streaming_content) == FRAME
    own = open_page(translator, f"/programme/words/aloud/{number}/sign/", {}, follow=True)
    assert "You wrote this yourself." in own.content.decode()
    assert (
        "Offered to the public"
        in open_page(administrator, f"/programme/words/aloud/{number}/sign/", {}, follow=True).content.decode()
    )
    open_page(translator, f"/programme/words/aloud/{number}/remove/", {})
    assert "Nobody has read this page aloud yet" in see(translator, address)
    assert open_page(translator, f"/programme/words/aloud/{number}/").status_code == 404


SOUND = Path(__file__).parents[2] / "engines" / "wording" / "recordings" / "a.m4a"


@pytest.mark.parametrize("kind", [b"ftyp", b"mvhd", b"tkhd", b"mdhd", b"hdlr", b"stsd", b"stts"])
def test_no_box_without_contents_breaks_the_page(open_page, translator, kind):
    whole = SOUND.read_bytes()
    at = whole.index(kind) - 4
    size = int.from_bytes(whole[at : at + 4], "big")
    short = (8).to_bytes(4, "big") + kind + (size - 8).to_bytes(4, "big") + b"free"
    crafted = whole[:at] + short + whole[at + 16 :]
    address = "/programme/words/bi/page/home/aloud/"
    assert open_page(translator, address, {"sound": SimpleUploadedFile("x.m4a", crafted)}).status_code == 400


def test_a_crafted_recording_is_refused_with_a_sentence(open_page, translator):
    added = b"\0\0\0\x08hdlr" + b"\0\0\0\x0cmdatsoun"
    crafted = SOUND.read_bytes().replace(b"hdlr", b"xdlr") + added
    answer = open_page(
        translator, "/programme/words/bi/page/home/aloud/", {"sound": SimpleUploadedFile("x.m4a", crafted)}
    )
    assert answer.status_code == 400
    assert "holds more than sound" in answer.content.decode()


def test_what_is_no_recording_comes_back_with_why(open_page, translator, lead):
    address = "/programme/words/bi/page/home/aloud/"
    answer = open_page(translator, address, {"sound": SimpleUploadedFile("x.mp3", b"<html>")})
    assert answer.status_code == 400
    assert "This is no recording" in answer.content.decode()
    for size in (2_100_000, 50_000_000):
        answer = open_page(translator, address, {"sound": SimpleUploadedFile("x.mp3", FRAME + bytes(size))})
        assert "larger than 1 MB" in answer.content.decode()
    assert open_page(translator, "/programme/words/bi/page/sms/aloud/").status_code == 404
    assert open_page(lead, address).status_code == 403


def test_a_file_says_what_to_do_first_and_begins_with_it(open_page, supervisor):
    po = open_page(supervisor, "/programme/words/bi/file/po/").content.decode()
    states = re.findall(r"^#\. (To do first|To do next|Signed)", po, re.MULTILINE)
    assert len(states) == po.count("\nmsgid ")
    assert states == sorted(states, key=["To do first", "To do next", "Signed"].index)
    first = po[po.index("#. To do next") :]
    assert first.index("#: Help") < first.index("#: Lure-of-the-week")
