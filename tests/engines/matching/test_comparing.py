"""Persons of the Pacific and of those who come there: who may be one, and who must not be taken for one. All invented."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lali.engines.matching import Known, Paper, ReasonCode, compare, tokens
from lali.engines.matching.naming import name_reason

R = ReasonCode


def known(*names, **more):
    return Known(names=names, **more)


def codes(one, other):
    return {reason.code for reason in compare(one, other).reasons}


ALIKE = [
    ("Sailosi Qarase", "Sailosi Qarase", R.SAME_NAME),
    ("Qarase, Sailosi", "Sailosi QARASE", R.SAME_NAME_OTHER_ORDER),
    ("Ratu Sailosi Qarase", "Sailosi Qarase", R.SAME_NAME),
    ("Nguyễn Thị Lan Hương", "NGUYEN THI LAN HUONG", R.SAME_NAME),
    ("Lan Hương Nguyễn", "Nguyễn Lan Hương", R.SAME_NAME_OTHER_ORDER),
    ("Nguyễn Văn Minh Tuấn", "Tuan Nguyen Minh", R.SAME_NAME_OTHER_ORDER),  # Văn and Thị come and go
    ("Nguyễn Ngọc Minh Tuấn", "Tuan Nguyen Minh", R.PART_OF_NAME),
    ("王小明", "王小明", R.SAME_NAME),
    ("Wang Xiaoming", "Xiaoming Wang", R.SAME_NAME_OTHER_ORDER),
    ("Zhang Wei Guo", "Chang Wei Guo", R.NAME_SOUNDS_ALIKE),
    ("Mohammed Khan", "Muhammad Khan", R.NAME_SOUNDS_ALIKE),
    ("محمد خان", "مُحَمَّد خان", R.SAME_NAME),
    ("Ratu Epeli Cakobau", "Epeli Thakombau", R.NAME_SOUNDS_ALIKE),
    ("Filipe Tuisawau", "Philip Tuisawau", R.NAME_SOUNDS_ALIKE),
    ("Litia Coralgarden", "Litia Coralgarten", R.NAME_SPELT_ALIKE),
    ("Mele Fakafānua", "Mele Faka'fanua", R.SAME_NAME),
    ("J. Saltwater", "Jone Saltwater", R.INITIALS_FIT),
    ("Ana Mere Seashell", "Ana Seashell", R.PART_OF_NAME),
    ("Wayan", "I Wayan Reefwalker", R.SINGLE_NAME_FITS),
    ("Golden Lagoon Careers Pty Ltd", "Golden Lagoon Careers", R.SAME_NAME),
]


@pytest.mark.parametrize(("one", "other", "reason"), ALIKE)
def test_names_that_may_be_one_persons(one, other, reason):
    assert name_reason(one, other) == name_reason(other, one) == reason


@pytest.mark.parametrize(("one", "other", "_reason"), ALIKE)
def test_records_that_may_be_one_find_each_other_by_a_token(one, other, _reason):
    mine, theirs = ({token.text: token.alone for token in tokens(known(name))} for name in (one, other))
    assert any(mine[text] or theirs[text] for text in mine.keys() & theirs.keys())


APART = [
    ("Nguyễn Thị Lan", "Nguyễn Thị Lâm"),  # one letter of three is another name
    ("Ana Seashell", "Ana Reefwalker"),
    ("Ana Seashell", "Ani Seashell"),
    ("Mere Tuisawau", "Mara Tuisawau"),
    ("Li Wei", "Lau Wei"),
    ("Sunita Chand", "Anita Chand"),
    ("Josefa Saltwater", "Josefa Saltmarsh"),
    ("John", "Jane Saltwater"),
    ("J. S.", "Jone Saltwater"),  # two letters are anybody
    ("M. Khan", "Imran Khan"),
    ("", "Ana"),
    ("王小明", "王大明"),
]


@pytest.mark.parametrize(("one", "other"), APART)
def test_false_friends_are_not_taken_for_one(one, other):
    assert not compare(known(one), known(other)).is_worth_asking


def test_aliases_count_as_names():
    assert compare(known("Agent Joe", "Joe Lagoon"), known("Joseph Wave", "Joe Lagoon")).is_worth_asking


def test_the_same_document_is_enough_and_is_found_however_it_is_written():
    one = known("Ana Seashell", papers=(Paper("passport", "N 123-4567", "FJ"),))
    other = known("Somebody Else", papers=(Paper("passport", "n1234567", "FJ"),))
    assert R.SAME_DOCUMENT in codes(one, other)
    assert compare(one, other).is_worth_asking
    assert tokens(one) & tokens(other)


def test_two_passports_of_one_country_speak_against_but_do_not_decide():
    one = known("Ana Seashell", papers=(Paper("passport", "N1", "FJ"),))
    other = known("Ana Seashell", papers=(Paper("passport", "N2", "FJ"),))
    assert R.OTHER_DOCUMENT in codes(one, other)
    assert compare(one, other).is_worth_asking


BORN = {
    (date(2001, 3, 5), date(2001, 3, 5)): R.SAME_BIRTH,
    (date(2001, 5, 3), date(2001, 5, 3)): R.BIRTH_MAY_BE_SAME,  # day and month changed
    (date(2000, 1, 1), date(2003, 12, 31)): R.BIRTH_MAY_BE_SAME,
    (date(1990, 1, 1), date(1992, 1, 1)): R.OTHER_BIRTH,
}


@pytest.mark.parametrize("born", BORN)
def test_births(born):
    one, other = (Known(born=each) for each in ((date(2001, 3, 5), date(2001, 3, 5)), born))
    assert codes(one, other) == {BORN[born]}


def test_a_namesake_of_another_age_and_sex_is_not_asked_about():
    one = known("Ana Seashell", born=(date(2001, 3, 5),) * 2, sex="female", nationalities=frozenset({"FJ"}))
    other = known("Ana Seashell", born=(date(1961, 3, 5),) * 2, sex="male", nationalities=frozenset({"FJ"}))
    assert codes(one, other) == {R.SAME_NAME, R.OTHER_BIRTH, R.OTHER_SEX, R.SAME_NATIONALITY}
    assert not compare(one, other).is_worth_asking


def test_sex_that_is_not_known_contradicts_nothing():
    for sex in ("", "unknown", "another"):
        assert not codes(Known(sex="female"), Known(sex=sex))


def test_a_person_and_an_organisation_are_never_one():
    same = ("Golden Lagoon",)
    assert not compare(Known(names=same), Known(names=same, is_organisation=True)).reasons


# -- whatever the records hold -----------------------------------------------------------------------------------------

NAMES = st.text(st.sampled_from("abceklmnoq -'.ễữ王小م द्ð"), max_size=40)
DAYS = st.dates(date(1930, 1, 1), date(2026, 1, 1))
RECORDS = st.builds(
    Known,
    names=st.lists(NAMES, max_size=4).map(tuple),
    screen_names=st.lists(NAMES, max_size=2).map(tuple),
    born=st.none() | st.lists(DAYS, min_size=2, max_size=2).map(lambda days: tuple(sorted(days))),
    sex=st.sampled_from(["", "female", "male", "another"]),
    nationalities=st.frozensets(st.sampled_from(["FJ", "VU", "VN"])),
    papers=st.lists(st.builds(Paper, kind=st.just("passport"), number=NAMES, country=st.just("FJ")), max_size=3).map(
        tuple
    ),
)


@settings(deadline=None)
@given(RECORDS, RECORDS)
def test_the_order_of_two_makes_no_difference(one, other):
    assert compare(one, other) == compare(other, one)
    assert 0 <= compare(one, other).score <= 100


@settings(deadline=None)
@given(RECORDS)
def test_nobody_speaks_against_themselves(one):
    against = {reason.code for reason in compare(one, one).reasons if not reason.speaks_for}
    assert against <= {R.OTHER_DOCUMENT}


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["ana", "mere", "li", "wei", "o'connor", "王", "小", "د", "خان"]), min_size=1, max_size=6)
)
def test_the_order_of_words_never_parts_a_name_from_itself(words):
    assert name_reason(" ".join(words), " ".join(reversed(words)))


def test_a_hostile_record_costs_little():
    names = tuple(" ".join(f"{chr(97 + i)}ame{j}x" * 5 for j in range(40)) for i in range(26)) * 4
    record = Known(names=names, papers=tuple(Paper("passport", str(n)) for n in range(5000)))
    assert len(tokens(record)) <= 400
    assert compare(record, record).score <= 100
