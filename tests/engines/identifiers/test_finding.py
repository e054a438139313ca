"""What is found in messages as people of the field write them. Numbers, names and companies are invented."""

import itertools

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lali.engines.identifiers import KINDS, find, fold, normalise

PHONE = "+6799990001"
BTC = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"  # first output of the chain: in every textbook
TAPROOT = "bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr"  # BIP-86, test vectors
SEGWIT = "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"
ETH = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"  # EIP-55, test vectors
TRON = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"  # contract of a currency, in public documentation
IBAN = "GB82WEST12345698765432"  # ISO 13616, the standard's example


def found(text, country="FJ"):
    return [(one.kind, one.normalised) for one in find(text, country=country)]


@pytest.mark.parametrize(
    "written",
    [
        "+679 999 0001",
        "+679-999-0001",
        "00679 9990001",
        "052679 999 0001",
        "052 679 999 0001",
        "(679) 999.0001",
        "6799990001",
        "999 0001",
        "999-0001",
        "+679 (999) 0001",
        "+679/999/0001",
        "Call: 9990001",
        "whatsapp me 999.0001",
        "679 999 OOO1",
        "call 999 OOO1",
        "call nine nine nine, double zero, zero one",
        "plus six seven nine nine nine nine triple zero one",
        "neuf neuf neuf zéro zéro zéro un",
        "naen naen naen zero zero zero wan",
        "6️⃣7️⃣9️⃣ 9️⃣9️⃣9️⃣ ⓪⓪⓪①",
        "٩٩٩ ٠٠٠١",
        "call 9 9 9 0 0 0 1",
        "call +679\u200b999\u200b0001",
        "text：９９９ ０００１",
        "call6799990001",
    ],
)
def test_one_phone_written_in_many_ways_is_one_phone(written):
    assert found(written) == [("phone", PHONE)]


@pytest.mark.parametrize(
    ("message", "country", "expected"),
    [
        ("Text 999 0001/999 0002 today", "FJ", [PHONE, "+6799990002"]),
        ("Kolem mi long 5550001 kwik taem", "VU", ["+6785550001"]),
        ("Appelez le 22 555 ou +678 555 0001", "VU", ["+67822555", "+6785550001"]),
        ("Liên hệ: 0900 000 001 (Zalo)", "VN", ["+84900000001"]),
        ("lien he +84 900 000 001", "FJ", ["+84900000001"]),
        ("Qirita na 999 0001 o koya", "FJ", [PHONE]),
        ("Naukri ke liye 9990001 par phone karo", "FJ", [PHONE]),
        ("viber: +61 491 570 006, +64 21 000 000", "FJ", ["+61491570006", "+6421000000"]),
        ("tel:9990001 2000 FJD", "FJ", [PHONE]),
    ],
)
def test_phones_of_the_region(message, country, expected):
    assert [one.normalised for one in find(message, country=country) if one.kind == "phone"] == expected


@pytest.mark.parametrize(
    "message",
    [
        "Police 917, child helpline 1325, violence 1560",
        "born 22/11/2006, flight 2026-11-22 10:30, or 22.11.2026",
        "20.000.000 VND, $9990001, FJD 9990001, 1 500 000 vt, 9000000 vatu",
        "Order 9912345, ref 9990001, invoice no 9990001, ticket 9990001",
        "2019-2024, 0900-1700, 24/7, 100%",
        "192.168.100.200 and version 10.12.13.14",
        "Received: from mail (203.0.113.9) by mx, then 198.51.100.7:25",
        "GPS -18.1416, 178.4419",
        "card 4111 1111 1111 1111",
        "A9990001 and 9990001B are codes",
    ],
)
def test_other_numbers_are_no_phones(message):
    assert [one for one in find(message) if one.kind == "phone"] == []


def test_a_possible_number_that_no_plan_allocates_is_weak():
    assert [(one.normalised, one.weak) for one in find("+678 999 0001 or +679 999 0001")] == [
        ("+6789990001", True),
        (PHONE, False),
    ]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("From: Jobs <Jobs@Golden-Lagoon.example>", [("email", "jobs@golden-lagoon.example")]),
        ("jobs at lagoon dot example", []),
        ("Write to Jobs@Golden-Lagoon.COM.", [("email", "jobs@golden-lagoon.com")]),
        ("name [at] lagoon dot com", [("email", "name@lagoon.com")]),
        ("name(at)lagoon(dot)com", [("email", "name@lagoon.com")]),
        ("nom arobase lagoon point fr", [("email", "nom@lagoon.fr")]),
        ("meet me at lagoon.com", [("domain", "lagoon.com")]),
        ("out at some point in May", []),
        ("me@lagoon.com.Call me", [("email", "me@lagoon.com")]),
        ("hxxps://lagoon[.]com/apply?utm_source=x&id=3#top", [("url", "https://lagoon.com/apply?id=3")]),
        ("HTTPS://Lagoon.com:443", [("url", "https://lagoon.com/")]),
        ("see (lagoon.com/a_(b)).", [("url", "https://lagoon.com/a_(b)")]),
        ("http://192.0.2.1/apply", [("url", "http://192.0.2.1/apply")]),
        ("https://lagoon.com@evil.example.com/x", [("url", "https://evil.example.com/x")]),
        ("www.jobs.lagoon.com.fj", [("domain", "lagoon.com.fj")]),
        ("visit lagoon.work now", [("domain", "lagoon.work")]),
        ("Hello.How are you.So nice.Work hard. ok.so", []),
        ("аpple.com is not that apple", [("domain", "xn--pple-43d.com")]),
        ("lagoon。com", [("domain", "lagoon.com")]),
    ],
)
def test_addresses_and_links(message, expected):
    assert found(message) == expected


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("t.me/LagoonJobs", ("telegram", "lagoonjobs")),
        ("https://telegram.me/s/LagoonJobs", ("telegram", "lagoonjobs")),
        ("https://t.me/+AbCdEfGh1234", ("telegram", "+AbCdEfGh1234")),
        ("https://t.me/joinchat/AbCdEfGh1234", ("telegram", "+AbCdEfGh1234")),
        ("t.me/+6799990001", ("telegram", PHONE)),
        ("tg://resolve?domain=LagoonJobs", ("telegram", "lagoonjobs")),
        ("Telegram: lagoon_jobs", ("telegram", "lagoon_jobs")),
        ("ib tele @LagoonJobs nhé", ("telegram", "lagoonjobs")),
        ("@lagoonjobs", ("telegram", "lagoonjobs")),
        ("wa.me/6799990001", ("whatsapp", PHONE)),
        ("https://api.whatsapp.com/send?phone=6799990001&text=hi", ("whatsapp", PHONE)),
        ("whatsapp://send?phone=6799990001", ("whatsapp", PHONE)),
        ("https://chat.whatsapp.com/AbCdEfGhIjK", ("whatsapp", "chat/AbCdEfGhIjK")),
        ("WhatsApp +679 999 0001", ("phone", PHONE)),
        ("viber://chat?number=%2B6799990001", ("viber", PHONE)),
        ("https://invite.viber.com/?g2=AbCdEfGh", ("viber", "group/AbCdEfGh")),
        ("facebook.com/Golden.Lagoon", ("facebook", "golden.lagoon")),
        ("https://m.facebook.com/profile.php?id=100000000001", ("facebook", "id/100000000001")),
        ("https://fb.com/groups/LagoonJobs/", ("facebook", "groups/lagoonjobs")),
        ("m.me/golden.lagoon", ("facebook", "golden.lagoon")),
        ("https://www.facebook.com/share/p/abc", ("url", "https://www.facebook.com/share/p/abc")),
        ("https://www.tiktok.com/@Lagoon.Jobs/video/1", ("tiktok", "lagoon.jobs")),
        ("https://vm.tiktok.com/ZMabc123/", ("tiktok", "short/ZMabc123")),
        ("https://instagram.com/lagoon.jobs?igsh=x", ("instagram", "lagoon.jobs")),
        ("ig: lagoon.jobs", ("instagram", "lagoon.jobs")),
        ("insta @lagoon", ("instagram", "lagoon")),
        ("T3L3GR4M: l4g00n_jobs", ("telegram", "l4g00n_jobs")),
        ("ig: l4goon", ("instagram", "l4goon")),
    ],
)
def test_accounts(message, expected):
    assert found(message) == [expected]


def test_a_handle_without_its_platform_is_weak_and_goes_to_the_one_the_text_names():
    (one,) = find("New videos daily on TikTok! All about us, ask @lagoonjobs")
    assert (one.kind, one.weak) == ("tiktok", True)


@pytest.mark.parametrize("message", ["Telegram now please", "Telegram: join us", "Join our Telegram channel", "a @ b"])
def test_words_after_a_platform_are_no_handles(message):
    assert find(message) == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (BTC, ("bitcoin", BTC)),
        (SEGWIT.upper(), ("bitcoin", SEGWIT)),
        (TAPROOT, ("bitcoin", TAPROOT)),
        (ETH, ("ethereum", ETH)),
        (ETH.lower(), ("ethereum", ETH)),
        (TRON, ("tron", TRON)),
        ("GB82 WEST 1234 5698 7654 32", ("iban", IBAN)),
        ("passport no: N0000001", ("passport", "N0000001")),
        ("hộ chiếu B 0000001", ("passport", "B0000001")),
    ],
)
def test_money_and_documents(written, expected):
    assert found(f"Send: {written}.") in ([expected], [("passport", expected[1])])
    assert find(written)[0].weak is (expected[0] == "passport")


@pytest.mark.parametrize("written", [BTC, SEGWIT, TAPROOT, ETH, TRON])
def test_a_wallet_with_one_wrong_character_is_none(written):
    wrong = written[:-1] + ("2" if written[-1] != "2" else "3")
    assert [one for one in find(wrong) if one.kind in {"bitcoin", "ethereum", "tron"}] == []


def test_taproot_with_the_older_checksum_is_refused():
    assert normalise("bitcoin", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd") is None


def test_identifiers_stand_in_order_and_apart():
    text = (
        f"Golden Lagoon: call 999 0001, t.me/lagoonjobs, pay {TRON}, mail a@lagoon.com, https://lagoon.com/x @other_one"
    )
    spans = [(one.start, one.end) for one in find(text)]
    assert len(spans) == 6
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


TRICKS = st.text(alphabet=st.one_of(st.sampled_from("aO0@.+/:аеТ\u200b\u0301ﬁ①③🇫\ud800"), st.characters()), max_size=40)
PIECES = st.sampled_from(
    [
        "+679 999 0001",
        "call ",
        "999",
        " 0001",
        "t.me/",
        "lagoon",
        ".com",
        "@",
        " [at] ",
        " dot ",
        "https://",
        "hxxp://",
        "viber://",
        "?number=",
        "/",
        "nine ",
        "double ",
        "passport ",
        "N0000001",
        BTC,
        ETH,
        IBAN,
        "telegram: ",
        "\u200b",
        "а",
        "О",
    ]
)
FIELD = st.one_of(TRICKS, st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=12).map("".join))


@settings(deadline=None)
@given(FIELD, st.sampled_from(["FJ", "VU", "VN", "fj", "XX", ""]))
@example("\ud800+679 999 0001\udfff", "FJ")
@example("a[.]b", "FJ")
def test_raw_is_the_slice_and_normalising_again_changes_nothing(text, country):
    for one in find(text, country=country):
        assert one.raw == text[one.start : one.end]
        assert one.kind in KINDS
        assert normalise(one.kind, one.normalised, country=country) == one.normalised


@settings(deadline=None)
@given(st.sampled_from(KINDS), FIELD)
def test_normalising_twice_is_normalising_once(kind, value):
    once = normalise(kind, value)
    assert once is None or normalise(kind, once) == once


@settings(deadline=None)
@given(FIELD)
def test_a_fold_made_before_gives_the_same(text):
    assert find(text, folded=fold(text)) == find(text)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_binary_is_only_text_without_identifiers(data):
    find(data.decode("latin-1"))
    find(data.decode("utf-8", "surrogateescape"))


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        ("phone", "999 0001", PHONE),
        ("phone", "twelve", None),
        ("email", "A@Lagoon.com", "a@lagoon.com"),
        ("domain", "https://www.lagoon.com.fj/x", "lagoon.com.fj"),
        ("url", "lagoon.com", "https://lagoon.com/"),
        ("telegram", "@LagoonJobs", "lagoonjobs"),
        ("telegram", "t.me/LagoonJobs", "lagoonjobs"),
        ("telegram", "wa.me/6799990001", None),
        ("whatsapp", "999 0001", PHONE),
        ("viber", "+679 999 0001", PHONE),
        ("facebook", "Golden.Lagoon", "golden.lagoon"),
        ("iban", "gb82 west 1234 5698 7654 32", IBAN),
        ("passport", "n 0000001", "N0000001"),
        ("bitcoin", ETH, None),
    ],
)
def test_one_value_typed_in_a_form(kind, typed, expected):
    assert normalise(kind, typed) == expected


def test_an_unknown_kind_is_the_callers_mistake():
    with pytest.raises(ValueError, match="no kind of identifier"):
        normalise("fax", "1")


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "a.",
        "a@",
        "1 ",
        "1",
        "o",
        "1o ",
        "999-",
        "a[.]",
        "at b dot ",
        "one ",
        "http://",
        "http://a.com/)",
        "t.me/",
        ")",
        "(",
        "é",
        "a\u200b",
        "аb",
        "�",
        "$",
        "tik tok ",
        "telegram: ",
        "passport a ",
        "w . ",
        "m3",
        "🇦",
    ],
)
def test_large_hostile_text_comes_back(piece):
    """A pattern that doubles its work at each character would never return from these."""
    text = "http://a.com/" + piece * (60_000 // len(piece))
    assert all(one.raw == text[one.start : one.end] for one in find(text))
