"""Whatever arrives: a clear sentence, what was typed kept, never an error of ours."""

import html as markup
from urllib.parse import quote_from_bytes

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lali.web.public.forms import LONGEST_TEXT, CheckForm, SeenForm, tidy

FORM = "application/x-www-form-urlencoded"


def send(public, body, path="/en/check/", kind=FORM):
    return public.post(path, data=body, content_type=kind)


def test_a_megabyte_is_cut_with_a_sentence_and_its_start_kept(public):
    answer = public.post("/en/check/", {"text": "kava " * 200_000})
    html = markup.unescape(answer.content.decode())
    assert answer.status_code == 400
    assert "We kept the first 20000 letters." in html
    assert "kava " * 3_999 in html
    assert len(html) < LONGEST_TEXT + 20_000


def test_more_than_a_form_can_hold_is_413_in_our_look(public):
    public.raise_request_exception = False
    answer = public.post("/en/check/", {"text": "kava " * 500_000})
    assert answer.status_code == 413
    assert "This was too much at once." in answer.content.decode()


def test_a_file_is_passed_over_and_stands_nowhere_meanwhile(public, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "no such folder"))
    answer = public.post("/en/check/", {"file": SimpleUploadedFile("diary.txt", bytes(3_000_000))})
    assert answer.status_code == 400
    assert "Please paste the message here first." in answer.content.decode()


@pytest.mark.parametrize("path", ["/en/check/", "/en/report/", "/en/code/"])
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("&".join(f"f{n}=1" for n in range(2_000)), FORM),
        (b"--x\r\nContent-Disposition: form-data; name", "multipart/form-data; boundary="),
        ("text=hello", FORM + "; charset=latin-1"),
    ],
    ids=["too many fields", "broken multipart", "another encoding"],
)
def test_what_is_no_form_is_400_in_our_look(public, path, body, kind):
    answer = send(public, body, path, kind)
    assert answer.status_code == 400
    assert "We could not read what was sent." in answer.content.decode()


def test_something_else_than_a_form_asks_for_the_message(public):
    answer = send(public, '{"text": "hello"}', kind="application/json")
    assert answer.status_code == 400
    assert "Please paste the message here first." in answer.content.decode()


@pytest.mark.parametrize("text", ["", "   \n\t "])
def test_empty_asks_for_the_message(public, text):
    answer = public.post("/en/check/", {"text": text})
    assert "Please paste the message here first." in answer.content.decode()


@pytest.mark.parametrize(
    "raw",
    [b"\x7fELF\x02\x01\x01" + bytes(200), bytes(range(128, 256)) * 3, "job".encode("utf-16")],
    ids=["a program", "no UTF-8", "UTF-16"],
)
def test_a_file_is_told_from_a_message(public, raw):
    answer = send(public, "text=" + quote_from_bytes(raw))
    assert answer.status_code == 400
    assert "We could not read this as words." in answer.content.decode()


def test_a_stray_byte_or_surrogate_does_not_spoil_a_message(public):
    answer = send(public, b"text=Send+the+fee+today%00+%ED%A0%80+to+our+agent+please+now")
    assert answer.status_code == 200
    assert "Send the fee today" in markup.unescape(answer.content.decode())


def test_paths_and_queries_of_all_sorts_are_404_without_repeating_them(public):
    for path in ("/en/%FF%00/", "/en/../../etc/passwd", "/en/<script>/", "/xx/", "/en/check/%ED%A0%80?country=%FF"):
        answer = public.get(path)
        assert answer.status_code == 404
        html = answer.content.decode()
        assert "There is no such page here." in html
        assert "passwd" not in html
        assert "<script" not in html


def test_our_own_fault_is_500_in_our_look_and_tells_nothing(public, monkeypatch):
    from lali.web.public.views import result

    def broken(*_args, **_options):
        raise RuntimeError("planted secret")

    monkeypatch.setattr(result, "judge", broken)
    public.raise_request_exception = False
    answer = public.post("/fr/check/", {"text": "hello there"})
    html = answer.content.decode()
    assert answer.status_code == 500
    assert '<html lang="fr"' in html
    assert "planted" not in html
    assert answer["Cache-Control"] == "no-store"


def test_other_methods_are_refused(public):
    for path in ("/en/", "/en/check/", "/en/report/", "/en/code/"):
        assert public.delete(path).status_code == 405
    assert public.head("/en/check/").status_code == 200


# -- properties -------------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.text(st.characters(), max_size=300))
def test_tidying_twice_is_tidying_once_and_leaves_text_that_can_be_sent(typed):
    once = tidy(typed)
    assert tidy(once) == once
    once.encode()
    assert not any(char < " " and char not in "\n\t" for char in once)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["text", "link", "phone", "platform", "name"]), st.text(st.characters())))
def test_any_form_can_be_shown_again(data):
    for form_class in (CheckForm, SeenForm):
        form = form_class(data)
        form.is_valid()
        assert str(form)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(["/en/check/", "/vi/report/", "/fr/code/"]),
    fields=st.dictionaries(
        st.sampled_from(["text", "go", "here", "code", "danger", "platform", "name", "answer", "written"]),
        st.one_of(
            st.binary(max_size=200),
            st.sampled_from([b"next", b"back", b"send", b"stay", b"edit", b"6", b"answer", b"99"]),
        ),
    ),
    query=st.binary(max_size=20),
)
def test_no_form_whatsoever_breaks_the_site(public, path, fields, query):
    body = "&".join(f"{name}={quote_from_bytes(value)}" for name, value in fields.items())
    answer = send(public, body, f"{path}?country={quote_from_bytes(query)}")
    assert answer.status_code in {200, 400}
