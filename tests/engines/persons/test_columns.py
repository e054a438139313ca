import pytest

from lali.engines.persons import ColumnsUnclear, Role, understood


def roles(*headings, samples=None, **kwargs):
    return dict(understood(headings, samples=samples or {}, **kwargs).roles)


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Given Name", Role.FIRST), ("prénom", Role.FIRST), ("SURNAME", Role.LAST), ("Nom de famille", Role.LAST),
        ("họ và tên", Role.FULL), ("dateOfBirth", Role.BORN), ("ngày_sinh", Role.BORN), ("YOB", Role.BORN_YEAR),
        ("passport_no", Role.DOCUMENT), ("Số điện thoại", Role.PHONE), ("phone_2", Role.PHONE), ("e-mail", Role.HANDLE),
        ("postcode_fake", Role.POSTCODE), ("birth_place", Role.PLACE), ("Occupation", Role.OCCUPATION), ("aka", Role.ALIAS),
        ("Date d'entrée", None), ("Pays d'origine", Role.NATIONALITY), ("PPT", Role.DOCUMENT), ("PPT expiry", None),
        ("Recruiter phone", None), ("Sponsor's phone", None), ("SĐT phụ huynh", Role.PHONE), ("Họ tên bố", Role.PARENT),
        ("Nam/Nữ", Role.SEX), ("Ressortissant(e) de", Role.NATIONALITY), ("Residing at", Role.ADDRESS),
        ("Also called", Role.ALIAS), ("Nature and number of identity document", Role.DOCUMENT),
        ("NAME (surname, given)", Role.FULL), ("Surname and given names", Role.FULL), ("Name (last, first)", Role.FULL),
        ("Family name / first name", Role.FULL), ("Father's surname and first name", Role.PARENT), ("Case ref #", Role.ID),
        ("Last visit, first seen", None), ("gender", Role.SEX), ("quốc tịch", Role.NATIONALITY),
    ],
)  # fmt: skip
def test_headings_in_several_languages_are_understood(heading, role):
    assert roles("full name", heading).get(heading) == role


def test_what_says_nothing_is_judged_by_what_stands_in_it():
    found = roles(
        "x",
        "y",
        "z",
        samples={"x": ["Sera Vakalala", "Anil Prasad"], "y": ["1990-05-03", "1988-01-12"], "z": ["a@b.example"]},
    )
    assert found == {"y": Role.BORN, "z": Role.HANDLE, "x": Role.FULL}


def test_columns_can_be_chosen_and_left_out():
    chosen = {"ten": "full name", "dob": ""}
    assert roles("ten", "dob", chosen=chosen) == {"ten": Role.FULL}


@pytest.mark.parametrize("chosen", [{"nothing": "full name"}, {"name": "shoe size"}])
def test_a_choice_that_names_nothing_is_refused(chosen):
    with pytest.raises(ColumnsUnclear):
        roles("name", chosen=chosen)


def test_the_truth_is_never_compared():
    assert roles("name", "person", truth="person") == {"name": Role.FULL}


@pytest.mark.parametrize("headings", [("colour", "weight"), ("id",), ("id", "sex")])
def test_too_little_is_refused(headings):
    with pytest.raises(ColumnsUnclear):
        roles(*headings)


def test_an_id_is_one_whose_values_differ():
    samples = {"no": ["1", "1"], "reference": ["a", "b"]}
    assert roles("no", "reference", "name", samples=samples) == {"reference": Role.ID, "name": Role.FULL}


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("N° de passeport", Role.DOCUMENT),
        ("id_doc", Role.DOCUMENT),
        ("telephone_portable", Role.PHONE),
        ("phone_e164", Role.PHONE),
        ("Né(e) le", Role.BORN),
        ("date_naiss", Role.BORN),
        ("birth_yr", Role.BORN_YEAR),
        ("nom_famille", Role.LAST),
        ("maiden_surname", Role.LAST),
        ("Nom d'usage", Role.ALIAS),
        ("addr_line", Role.ADDRESS),
        ("Village/Town", Role.PLACE),
        ("true_person", None),
        ("case_id", None),
        ("created_at", None),
    ],
)
def test_a_telling_word_in_a_longer_heading(heading, role):
    columns = understood(["name", heading], samples={})
    assert dict(columns.roles).get(heading) == role


def test_what_stands_in_a_column_may_contradict_its_heading():
    samples = {
        "name": ["Sera Vakalala", "Anil Prasad"],
        "passport held?": ["yes", "no"],
        "contact": ["mother", "friend"],
        "site": ["Compound A", "Hotel"],
        "platform": ["Facebook", "Telegram"],
        "no": [],
    }
    found = roles("no", "name", "passport held?", "contact", "site", "platform", samples=samples)
    assert found == {"name": Role.FULL, "platform": Role.PLATFORM}


def test_phones_and_sexes_show_what_they_are_and_days_are_no_phones():
    samples = {
        "name": ["Sera Vakalala", "Anil Prasad"],
        "reach": ["+679 410 0101", "410 0102 / 4100103"],
        "g": ["homme", "femme"],
        "signed on": ["2024-05-03", "2024-06-12"],
    }
    assert roles("name", "reach", "g", "signed on", samples=samples) == {
        "name": Role.FULL,
        "reach": Role.PHONE,
        "g": Role.SEX,
    }


def test_the_column_that_looks_most_like_names_is_one():
    samples = {
        "said": ["papers kept", "owes money", "wants home"],
        "station": ["North Post", "North Post", "North Post"],
        "who": ["QALO/JOSEFA MR", "Mere Bulewa", "Tabi"],
        "dob": ["1990-05-03", "1988-02-11", "1979-10-30"],
    }
    assert roles("said", "station", "who", "dob", samples=samples) == {"who": Role.FULL, "dob": Role.BORN}


def test_the_day_of_a_record_is_used_with_ages_alone():
    assert roles("name", "age", "date of arrest")["date of arrest"] is Role.SEEN
    assert "date of arrest" not in roles("name", "dob", "date of arrest")
