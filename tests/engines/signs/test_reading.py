"""What `read` promises for every text, and how context changes what words mean."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lali.engines.signs import LANGUAGES, RISKS, as_record, read
from lali.engines.signs.pay import high_sums
from lali.engines.signs.rules import BANDS, score_of
from lali.engines.signs.tokens import cut
from lali.engines.signs.vocabulary import Vocabulary, plain_key

PLEA = "\nPlease help us, we are locked in and they took our passports.\n"
LURE = "Hiring for Bangkok, customer service, USD 1500 monthly, free ticket and room, no experience, WhatsApp us now"
SCRAPS = st.sampled_from(
    [
        LURE,
        PLEA,
        "no ",
        "never ",
        "Police warn: ",
        "“",
        '"',
        "\u200b",
        "p a s s p o r t",
        "hộ chiếu",
        "🇫🇯",
        ". ",
        "\n",
        "1,500",
    ]
)
TEXTS = st.lists(st.one_of(st.text(max_size=40), SCRAPS), max_size=8).map("".join)


def ids(text):
    return {sign.id for sign in read(text).signs}


@settings(deadline=None)
@given(TEXTS)
def test_every_sign_shows_the_exact_words(text):
    reading = read(text)
    for sign in reading.signs:
        assert text[sign.start : sign.end] == sign.text
        assert sign.text
    assert reading.risk in RISKS
    assert BANDS[reading.risk][0] <= reading.score <= BANDS[reading.risk][1]
    assert reading == read(text)


@settings(deadline=None)
@given(TEXTS)
def test_an_urgent_sentence_never_lowers_the_risk(text):
    before, after = read(text), read(text + ". " + PLEA)
    assert RISKS.index(after.risk) >= RISKS.index(before.risk)


@settings(deadline=None)
@given(st.sampled_from(RISKS), st.sampled_from(RISKS), st.integers(0, 99), st.integers(0, 99))
def test_the_score_grows_with_risk_and_evidence(risk, other, evidence, more):
    low, high = sorted([(RISKS.index(risk), evidence), (RISKS.index(other), more)])
    if low[0] < high[0] or low[1] <= high[1]:
        assert score_of(RISKS[low[0]], low[1]) <= score_of(RISKS[high[0]], high[1])


@settings(deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES))
def test_a_record_is_plain_json(text, lang):
    record = as_record(read(text), lang=lang)
    assert json.loads(json.dumps(record)) == record
    assert set(record) == {"language", "risk", "score", "lamps", "signs", "identifiers"}
    assert all(set(sign) == {"id", "label", "start", "end", "text", "why", "element"} for sign in record["signs"])


def test_an_empty_text_has_no_risk():
    reading = read("")
    assert (reading.risk, reading.score, reading.signs) == ("none", 0.0, ())
    assert not any((reading.lamps.act, reading.lamps.means, reading.lamps.purpose))


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "passport " * 120_000,
        "they took my " * 80_000,
        "no " * 300_000,
        "a" * 1_000_000,
        "\u200b" * 1_000_000,
        "🇫🇯" * 400_000,
        LURE * 9_000,
    ],
)
def test_a_megabyte_is_read(text):
    assert read(text).risk in RISKS


def test_a_lure_lights_act_and_means():
    reading = read(LURE)
    assert reading.risk == "likely"
    assert (reading.lamps.act, reading.lamps.means) == (True, True)


def test_a_task_fraud_lights_no_purpose():
    reading = read("Rate hotels on our app and earn $90 daily, top up your account to unlock the next tasks")
    assert reading.risk in {"watch", "likely"}
    assert not reading.lamps.purpose


def test_signs_are_seen_through_disguise():
    assert "passport_taken" in ids("the b\u200boss t00k our p\u0430ssports")
    assert "obfuscated_contact" in ids("Hiring, call nine two five four four one two")
    assert "obfuscated_contact" not in ids("Hiring, call +679 925 4412")


def test_what_an_ad_says_for_itself_lowers_nothing():
    praised = LURE + ". We are a licensed agency, this is not a scam, 100% legit and approved."
    assert RISKS.index(read(praised).risk) >= RISKS.index(read(LURE).risk)


def test_a_warning_inside_an_ad_does_not_hide_the_ad():
    assert read("Beware of scammers! We are the real one. " + LURE).risk == "likely"


@pytest.mark.parametrize(
    "text",
    [
        "There is no registration fee for this job",
        "This job: never pay a visa fee",
        "Emploi : aucun frais de dossier à payer",
    ],
)
def test_a_denied_fee_is_no_fee(text):
    assert "upfront_fee" not in ids(text)


@pytest.mark.parametrize("payer", ["We pay", "We will pay", "The company pays", "Company pay", "Employer pays"])
def test_what_the_employer_pays_is_no_fee_of_the_worker(payer):
    assert "upfront_fee" not in ids(f"Hotel job in Dubai. {payer} ticket, visa and room.")
    assert "upfront_fee" in ids(f"Hotel job in Dubai. {payer} ticket. You pay a visa fee of 300 FJD first.")


def test_a_plea_breaks_through_a_story():
    story = "Police said 12 people were rescued from a compound where bosses took their passports."
    assert read(story).risk == "watch"
    assert read(story + PLEA).risk == "urgent"


def test_signs_keep_the_first_spans_only():
    many = ". ".join(["They took my passport"] * 40)
    assert sum(sign.id == "passport_taken" for sign in read(many).signs) == 3


@pytest.mark.parametrize(
    ("text", "high"),
    [
        ("USD 1,500 per month", True),
        ("usd 15.00 per day", False),
        ("$3k monthly", True),
        ("25 AUD an hour", False),
        ("45 triệu một tháng", True),
        ("200000 vatu long wan manis", True),
        ("3000 per month", False),
    ],
)
def test_high_pay_depends_on_currency_and_time(text, high):
    floors = {"usd": 800, "$": 1200, "aud": 7000, "triệu": 25, "vatu": 150_000}
    tokens = cut(text.replace("tháng", "thang").lower())
    assert bool(high_sums(tokens.words, tokens.sentences, floors)) == high


def test_a_fee_asked_first_for_work_abroad_is_likely_though_each_alone_is_not():
    assert read("Hotel cleaners needed in Malta. Pay 300 for medical first").risk == "likely"
    assert read("Hotel cleaners needed in Malta").risk == "none"
    assert read("Job at the shop, pay 300 for medical first").risk in {"none", "watch"}


def test_the_passport_asked_for_in_secret_shows_two_signs_in_fiji_hindi():
    assert ids("passport humko de do, kisi ko mat batana") == {"id_early", "secrecy"}


def test_blackmail_told_by_the_victim_is_urgent():
    told = (
        "A girl on Instagram asked for pictures and now she says she will send them to my school and family "
        "if I do not pay with gift cards every Friday"
    )
    assert "threat_publish" in ids(told)
    assert read(told).risk == "urgent"


def test_words_that_excuse_a_dance_class_do_not_excuse_a_nightclub():
    assert read("Vakasaqarai na goneyalewa yabaki 15 ki na 17 me ra danisi ena nightclub").risk == "urgent"


def test_a_word_without_end_is_looked_up_no_further_than_the_longest_beginning_known():
    class Counted(dict):
        asked = 0

        def get(self, *what):
            Counted.asked += 1
            return super().get(*what)

    vocabulary = Vocabulary(plain_key)
    vocabulary.add(("passport*",), 1)
    vocabulary.prefixes = Counted(vocabulary.prefixes)
    assert vocabulary.slots("passports" + "s" * 100_000) == {1}
    assert Counted.asked <= len("passport")


@pytest.mark.parametrize(
    "text",
    [
        "Looking for 15 workers aged 25 and above",
        "Need 10 girls 18-25 years for bar work in Nadi",
        "Wanted: 12 young ladies, 20 to 30 years, hotel work",
        "Besoin de 12 filles de 20 à 25 ans pour un bar",
        "Tuyển 10 bạn nữ 18-25 tuổi làm quán cà phê",
        "Tuyển 12 công nhân 25 tuổi trở lên",
        "12 aadmi chahiye 25 saal se upar, farm ke kaam",
    ],
)
def test_how_many_are_wanted_is_no_age(text):
    found = read(text)
    assert "minor_target" not in {sign.id for sign in found.signs}
    assert found.risk != "urgent"


@pytest.mark.parametrize(
    "text",
    [
        "Need 10 girls, 16 to 20 years, for bar work, no parents needed",
        "Models wanted, 15 to 17 girls welcome, from 15 to 20 years",
        "Tuyển 10 nữ 16-20 tuổi làm quán karaoke",
        "Besoin de 12 filles de 15 à 20 ans pour danser",
    ],
)
def test_an_age_below_18_is_heard_beside_how_many_are_wanted(text):
    assert "minor_target" in {sign.id for sign in read(text).signs}
