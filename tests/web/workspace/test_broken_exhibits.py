"""An exhibit that is not what was sealed leaves by no door, and says so on a page."""

import io

import pytest
from django.urls import reverse

from lali.records.evidence.actions import Acquisition, take_in_exhibit


@pytest.mark.parametrize("door", ["exhibit_check", "exhibit_bundle", "exhibit_copy"])
def test_a_missing_original_is_told_with_a_sentence(open_page, text_of, exhibits, case, lead, door):
    exhibit = take_in_exhibit(
        by=lead, ref=case.ref, file_name="a.txt", source=io.BytesIO(b"bytes"), acquisition=Acquisition()
    )
    (exhibits / exhibit.address[:2] / exhibit.address[2:]).unlink()
    page = open_page(lead, reverse(f"workspace:{door}", args=[case.ref, 1]), post={})
    assert page.status_code == 409
    assert "not what was sealed" in text_of(page)
