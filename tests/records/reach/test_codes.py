"""Place codes: drawn, typed by hand, opened, changed and closed with an entry each; they say no more than they should."""

from datetime import date, timedelta

import pytest
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from lali.records.audit.models import Entry
from lali.records.reach.actions import (
    ClosedAlready,
    EndsBeforeItBegins,
    NotToBeShown,
    NoWords,
    TooLong,
    change_days,
    close_code,
    open_code,
    renew_words,
)
from lali.records.reach.models import PlaceCode
from lali.records.reach.queries import codes_of, message_under
from lali.records.reach.vocabulary import ALPHABET, LENGTH, new_code, path_of, read_code, spaced

DAY = date(2026, 11, 2)
SAID = {
    "bi": {"A": ("Stop. Askem fastaem.", "Wan wok we i gud tumas?"), "B": ("Jekem ofa.", "Askem seven kwestin.")},
    "en": {"A": ("Stop. Ask first.", "A job that is too good?")},
}
FACTS = {"by": "node", "campaign": "campaign:3", "place": "Lakatoro market (invented)", "language": "bi", "said": SAID}

both = pytest.mark.django_db(databases=["default", "letterbox"])


def opened(**facts):
    return open_code(**{**FACTS, "open_from": DAY, **facts})


# -- signs ---------------------------------------------------------------------------------------------------------------


def test_a_code_has_six_signs_that_are_not_taken_for_one_another_and_spells_no_word():
    codes = {new_code() for _draw in range(500)}
    assert len(codes) == 500
    assert {len(code) for code in codes} == {LENGTH}
    assert not set("".join(codes)) & set("0O1ILAEIOU")
    assert len(set(ALPHABET)) == 28


@pytest.mark.parametrize(
    "typed",
    [
        "BCD2Q4",
        "bcd2q4",
        " bcd 2q4 ",
        "BCD-2O4",
        "bcd 204",
        "b.c.d.2.0.4",
        "ＢＣＤ２Ｑ４",
        "BCD\u00a02Q4\n",
        "BCD²Q4\x00",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed):
    assert read_code(typed) == "BCD2Q4"


def test_what_stands_in_no_code_is_read_as_what_it_looks_like():
    assert read_code("O01ILU") == "QQ7JJV"


@pytest.mark.parametrize("typed", ["", "BCD2Q", "BCD2Q44", "BCDA34", "бсд234", "../../etc", "B" * 9**5])
def test_what_is_no_code_is_none(typed):
    assert not read_code(typed)
    assert message_under(typed, DAY) is None  # without a question to the database


@given(st.text(max_size=60))
def test_whatever_is_typed_gives_a_code_or_nothing_and_twice_the_same(typed):
    code = read_code(typed)
    assert code == "" or (len(code) == LENGTH and set(code) <= set(ALPHABET))
    assert read_code(code) == code


@given(st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH))
def test_a_code_is_read_as_itself(code):
    assert read_code(code) == read_code(code.lower()) == read_code(spaced(code)) == code
    assert path_of(code) == f"/c/{code}"


# -- opening and closing ---------------------------------------------------------------------------------------------------


@both
def test_an_open_code_leads_to_its_message_in_the_language_that_is_asked():
    code = opened().code
    found = message_under(spaced(code).lower(), DAY)
    assert (found.code, found.language, found.letters) == (code, "bi", ("A", "B"))
    assert found.words("en", "A").headline == "Stop. Ask first."
    assert found.words("en", "B").language == "bi"  # no B in English: the code's own language
    assert found.words("vi", "A").text == "Wan wok we i gud tumas?"


@both
def test_days_open_and_close_a_code_and_a_closed_one_looks_like_one_that_never_was():
    code = opened(open_until=DAY + timedelta(days=9)).code
    led = {days: message_under(code, DAY + timedelta(days=days)) is not None for days in (-1, 0, 9, 10)}
    assert led == {-1: False, 0: True, 9: True, 10: False}
    close_code(by="node", campaign="campaign:3", code=code)
    assert message_under(code, DAY) is None
    assert message_under("BCD234", DAY) is None
    with pytest.raises(ClosedAlready):
        close_code(by="node", campaign="campaign:3", code=code)
    change_days(by="node", campaign="campaign:3", code=code, open_from=DAY, open_until=None)
    assert message_under(code, DAY + timedelta(days=99)) is not None
    assert [one.is_open_on(DAY) for one in codes_of("campaign:3")] == [True]


@both
def test_a_campaign_changes_its_own_codes_only():
    code = opened().code
    for change in (
        lambda: close_code(by="node", campaign="campaign:4", code=code),
        lambda: close_code(by="node", campaign="campaign:3", code="BCD234"),
        lambda: change_days(by="node", campaign="campaign:4", code=code, open_from=DAY, open_until=None),
    ):
        with pytest.raises(Http404):
            change()
    assert renew_words(by="node", campaign="campaign:4", said=SAID) == 0
    assert codes_of("campaign:4") == []


@both
def test_new_words_reach_every_code_of_the_campaign_and_none_is_left_without():
    first, second = opened(), opened(language="en")
    assert renew_words(by="node", campaign="campaign:3", said={**SAID, "en": {"A": ("New.", "Newer.")}}) == 2
    assert message_under(second.code, DAY).words("en", "A").headline == "New."
    with pytest.raises(NoWords):
        renew_words(by="node", campaign="campaign:3", said={"en": SAID["en"]})
    assert message_under(first.code, DAY).words("bi", "B").headline == "Jekem ofa."


@both
@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"language": "vi"}, NoWords),
        ({"said": {"bi": {"A": ("", "Text")}}}, NoWords),
        ({"said": {"bi": {}}}, NoWords),
        ({"said": {"bi": {"A": ("x" * 81, "Text")}}}, TooLong),
        ({"said": {"bi": {"A": ("Head", "x" * 401)}}}, TooLong),
        ({"said": {"bi": {"C": ("Head", "Text")}}}, NotToBeShown),
        ({"said": {**SAID, "de": {"A": ("Kopf", "Text")}}}, NotToBeShown),
        ({"open_until": DAY - timedelta(days=1)}, EndsBeforeItBegins),
    ],
)
def test_what_cannot_be_shown_is_refused_with_a_sentence(facts, refusal):
    with pytest.raises(refusal) as refused:
        opened(**facts)
    assert str(refused.value)
    assert PlaceCode.objects.count() == 0


@both
def test_each_deed_stands_in_the_members_journal_and_says_nothing_of_the_place():
    code = opened().code
    renew_words(by="node", campaign="campaign:3", said=SAID)
    change_days(by="node", campaign="campaign:3", code=code, open_from=DAY, open_until=DAY)
    close_code(by="node", campaign="campaign:3", code=code)
    entries = list(Entry.objects.using("default").filter(record="campaign:3").order_by("index"))
    assert [entry.verb.partition(".")[2] for entry in entries] == ["opened", "reworded", "changed", "closed"]
    assert "Lakatoro" not in str([entry.facts for entry in entries])
    assert not Entry.objects.using("letterbox").exists()
