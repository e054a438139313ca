"""Whom to ring, in the visitor's language."""


def test_services_are_named_in_french(public, text_of):
    said = text_of(public.get("/fr/help/"))
    assert "Police, urgences" in said
    assert "Police emergency" not in said


def test_a_draft_keeps_the_english_name_beside(public, text_of):
    said = text_of(public.get("/vi/help/"))
    assert "Cảnh sát" in said
    assert "Police emergency" in said


def test_the_day_of_the_check_is_written_as_the_language_writes_it(public, text_of):
    assert "Vérifié le 1 novembre 2026" in text_of(public.get("/fr/help/"))
    assert "1/11/2026" in text_of(public.get("/vi/help/"))
