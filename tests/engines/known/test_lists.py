"""Lists of digests: every form they come in, and what is none."""

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lali.engines.known import Digest, HashKind, ListRefused, digests_in

MD5, SHA1, SHA256 = "0" * 31 + "1", "0" * 39 + "2", "0" * 63 + "3"
ONE, TWO, THREE = (
    Digest(kind, bytes.fromhex(words))
    for kind, words in ((HashKind.MD5, MD5), (HashKind.SHA1, SHA1), (HashKind.SHA256, SHA256))
)


def read(text, **more):
    return list(digests_in(io.StringIO(text), **more))


def test_plain_lines_and_what_sha256sum_writes():
    text = f"# of a test\n{MD5.upper()}\r\n{SHA1}\n{SHA256}  a picture.jpg\n*{SHA256}\nnot one\n"
    assert read(text) == [[], [ONE], [TWO], [THREE], [THREE], []]


def test_a_list_of_pictures_is_said_to_be_one():
    assert read(SHA256, long_is=HashKind.PDQ) == [[Digest(HashKind.PDQ, bytes.fromhex(SHA256))]]


def test_columns_by_their_headings():
    assert read(f"Name,SHA-256,md5 ,PDQ\nx,{SHA256},{MD5},{SHA256}\ny,,short,\n") == [
        [THREE, ONE, Digest(HashKind.PDQ, bytes.fromhex(SHA256))],
        [],
    ]


def test_the_reference_data_set_of_nsrl():
    head = '"SHA-1","MD5","CRC32","FileName","FileSize","ProductCode","OpSystemCode","SpecialCode"'
    assert read(f'{head}\n"{SHA1.upper()}","{MD5}","1A2B3C4D","a, b.dll",12,1,"W",""\n') == [[TWO, ONE]]


def test_vics_gives_the_categories_that_are_asked_for():
    items = [
        {"MediaID": 1, "Category": 1, "MD5": MD5.upper(), "SHA1": SHA1, "MediaSize": 3},
        {"MediaID": 2, "Category": 0, "MD5": MD5},
        {"MediaID": 3, "Category": 2, "MD5": None},
    ]
    text = "\ufeff" + json.dumps({"odata.metadata": "http://example.invalid", "value": items}, indent=1)
    assert read(text) == [[ONE, TWO], [], []]
    assert read(text, categories=[0]) == [[], [ONE], []]


@pytest.mark.parametrize(
    "text", ["", " \n", "\xa0", "{}", '{"value": [', '{"value": [{"MD5": "', '{"value": [1 2', "x" * 200_000]
)
def test_what_is_no_list_is_refused(text):
    with pytest.raises(ListRefused):
        read(text)


def test_a_long_list_is_read_in_pieces():
    items = [{"Category": 1, "MD5": f"{number:032x}", "MediaFiles": ["x" * 300]} for number in range(3000)]
    found = read(json.dumps({"value": items}))
    assert [int.from_bytes(line[0].value, "big") for line in found] == list(range(3000))


@given(st.text(max_size=200))
@settings(max_examples=60)
def test_no_text_brings_it_down(text):
    try:
        for line in digests_in(io.StringIO(text)):
            assert all(len(one.value) in {16, 20, 32} for one in line)
    except ListRefused:
        pass
