import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lali.engines.exchange import CannotOpen, LetterTooLong, letter_address, new_letter_key, open_letter, seal_letter
from lali.engines.exchange.letters import LETTER_ADDRESS_BYTES, LETTER_KEY_BYTES, MAX_LETTER_BYTES

PRIVATE, PUBLIC = new_letter_key()


@given(st.binary(max_size=5000))
def test_what_was_sealed_opens_again(plain):
    assert open_letter(seal_letter(plain, to=PUBLIC, purpose="report"), key=PRIVATE, purpose="report") == plain


def test_text_goes_as_utf_8():
    sealed = seal_letter("Bula, gunaydın, xin chào 🙂", to=PUBLIC, purpose="report")
    assert open_letter(sealed, key=PRIVATE, purpose="report").decode() == "Bula, gunaydın, xin chào 🙂"


def test_padding_marks_inside_the_text_survive():
    for plain in (b"\x80", b"\x80\0\0", b"\0", b"", b"\x80" * 1024):
        assert open_letter(seal_letter(plain, to=PUBLIC, purpose="r"), key=PRIVATE, purpose="r") == plain


def test_only_the_key_and_the_purpose_open_it():
    sealed = seal_letter("secret", to=PUBLIC, purpose="report")
    other, _ = new_letter_key()
    with pytest.raises(CannotOpen):
        open_letter(sealed, key=other, purpose="report")
    with pytest.raises(CannotOpen):
        open_letter(sealed, key=PRIVATE, purpose="reply")


@given(st.data())
def test_any_flipped_bit_is_noticed(data):
    sealed = bytearray(seal_letter("secret", to=PUBLIC, purpose="report"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(CannotOpen):
        open_letter(bytes(sealed), key=PRIVATE, purpose="report")


@given(st.binary(max_size=4000))
def test_noise_is_refused(noise):
    for sealed in (noise, b"\x01" + noise):
        with pytest.raises(CannotOpen):
            open_letter(sealed, key=PRIVATE, purpose="report")


def test_length_tells_only_the_class():
    lengths = {size: len(seal_letter(bytes(size), to=PUBLIC, purpose="r")) for size in (0, 1, 500, 1023, 1024, 2047)}
    assert len({lengths[size] for size in (0, 1, 500, 1023)}) == 1
    assert lengths[1024] == lengths[2047] == lengths[0] + 1024


def test_the_longest_letter_opens_and_a_longer_one_is_refused():
    longest = bytes(MAX_LETTER_BYTES)
    assert open_letter(seal_letter(longest, to=PUBLIC, purpose="r"), key=PRIVATE, purpose="r") == longest
    with pytest.raises(LetterTooLong):
        seal_letter(bytes(MAX_LETTER_BYTES + 1), to=PUBLIC, purpose="r")


def test_sealing_twice_never_looks_the_same():
    assert seal_letter("a", to=PUBLIC, purpose="r") != seal_letter("a", to=PUBLIC, purpose="r")


def test_a_refusal_holds_nothing_of_the_letter():
    sealed = seal_letter("Losalini of Macuata", to=PUBLIC, purpose="report")
    with pytest.raises(CannotOpen) as refusal:
        open_letter(sealed, key=PRIVATE, purpose="reply")
    assert "Losalini" not in str(refusal.value)
    assert refusal.value.__cause__ is None


@settings(max_examples=10)
@given(st.binary(min_size=LETTER_KEY_BYTES, max_size=LETTER_KEY_BYTES))
def test_any_96_bytes_are_a_private_key(private):
    address = letter_address(private)
    assert len(address) == LETTER_ADDRESS_BYTES
    assert open_letter(seal_letter("x", to=address, purpose="r"), key=private, purpose="r") == b"x"


def test_keys_of_another_length_are_refused():
    with pytest.raises(ValueError, match="1216 bytes"):
        seal_letter("x", to=PUBLIC[:-1], purpose="r")
    with pytest.raises(ValueError, match="96 bytes"):
        letter_address(PRIVATE + b"x")
