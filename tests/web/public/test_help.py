"""Whom to ring, in the visitor's language."""


def test_services_are_named_in_french(public, text_of):
    said = text_of(public.get("/fr/help/"))
    assert "Police, urgences" in said
    assert "Police emergency" not in said


def test_a_draft_keeps_the_english_name_beside(public, text_of):
    said = text_of(public.get("/vi/help/"))
    assert "Cảnh sát" in said
    assert "Police emergency" in said


def test_what_fits_stands_first_and_nothing_is_left_out(public, text_of):
    plain = text_of(public.get("/en/help/"))
    asked = text_of(public.post("/en/help/", {"need": "online", "under_18": "no", "sex": "man"}))
    lines = ("Police emergency", "Child Helpline", "Domestic Violence Helpline", "Crime Stoppers", "Online Safety")
    assert all(line in plain and line in asked for line in lines)
    assert asked.index("Police emergency") < asked.index("Online Safety") < asked.index("Crime Stoppers")


def test_what_was_answered_goes_along_into_another_language(public):
    page = public.post("/en/help/", {"need": "online", "sex": "man"}).content.decode()
    assert '<input type="hidden" name="need" value="online">' in page
    assert 'formaction="/fr/help/"' in page


def test_odd_answers_are_shown_again(public, text_of):
    answer = public.post("/en/help/", {"need": "<b>", "sex": "\0"})
    assert answer.status_code == 400
    assert "Please choose one of these." in text_of(answer)


def test_111_is_another_line_in_each_country(public, text_of):
    assert "Police" in text_of(public.get("/en/help/?country=VU"))
    said = text_of(public.get("/en/help/?country=VN"))
    assert "National hotline" in said
    assert "Police" not in said


def test_where_people_are_taken_the_emergency_numbers_stand_unchecked(public, text_of):
    assert "Myanmar" in text_of(public.get("/en/help/countries/"))
    said = text_of(public.get("/en/help/?country=MM"))
    assert "199" in said
    assert "not checked" in said
    assert "Child Helpline" not in said


def test_what_is_not_known_is_said(public, text_of):
    said = text_of(public.get("/en/help/?country=VU"))
    assert "we do not know them" in said
    assert "Open day and night." not in said
    assert "Open day and night." in text_of(public.get("/en/help/"))


def test_the_day_of_the_check_is_written_as_the_language_writes_it(public, text_of):
    assert "Vérifié le 1 novembre 2026" in text_of(public.get("/fr/help/"))
    assert "1/11/2026" in text_of(public.get("/vi/help/"))


def test_where_a_number_was_not_checked_nothing_technical_is_said_of_its_origin(public, text_of):
    said = text_of(public.get("/bi/help/?country=VU"))
    assert "111" in said
    assert "from memory" not in said
    assert "metadata" not in said
