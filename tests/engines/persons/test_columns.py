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
        ("gender", Role.SEX), ("quốc tịch", Role.NATIONALITY),
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
