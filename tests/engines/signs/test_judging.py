"""Rules and model together: nothing is lowered, help comes first, only a register makes a notice known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lali.engines.signs import LANGUAGES, RISKS, Asked, judge, judge_many, judged_record, kinds, questions, read
from lali.engines.signs.aspects import is_told
from lali.engines.signs.judging import BARS

LURE = (
    "Customer service in Bangkok, USD 1800 a month, no experience. We pay ticket and room. Processing fee USD 200 "
    "first. Telegram @goldenlagoon_hr. Do not tell your family."
)
SCAM = "Your parcel is held at customs. Pay the release fee of $2.99 now: http://parcel-fee.example/pay or it goes back"
PLEA = "please help me they locked us in and took our passports, we cannot leave"


def test_a_lure_a_fraud_a_call_for_help_and_everyday_talk_are_told_apart():
    assert judge(LURE).kind == "lure"
    assert judge(SCAM).kind == "scam"
    assert judge(PLEA).kind == "help"
    assert judge("Mum, I am home at six, put the rice on please").kind == "none"


def test_a_call_for_help_is_urgent_and_shows_its_words():
    judged = judge(PLEA)
    assert (judged.kind, judged.risk, read(PLEA).risk) == ("help", "urgent", "urgent")
    assert judged.weighed


@pytest.mark.parametrize(
    "text",
    [
        "My son went to work on a fishing boat in August. We hear nothing from him. The agent does not answer.",
        "Ma fille est partie travailler à Dubaï il y a deux mois, plus aucune nouvelle depuis, téléphone éteint",
        "Con gái tôi đi Campuchia làm việc từ tháng trước, đến nay không liên lạc được, điện thoại tắt máy",
        "Pikinini blong mi i go wok long Ostrelia wetem wan ejen, naoia i no ansa fon samting tu manis",
        "Na luvequ yalewa a lako i Ositerelia vata kei na dua na turaga, sa vula rua sega ni rogoci mai",
        "Hamaar beti ek aadmi ke saath Australia kaam kare gayi, do mahina se koi khabar nahi, phone band hai",
    ],
)
def test_a_family_that_hears_nothing_since_somebody_left_is_helped_first(text):
    judged = judge(text)
    assert (judged.kind, judged.risk) == ("help", "urgent")


@pytest.mark.parametrize(
    "text",
    [
        "My sister went to Sydney for work and she calls us every Sunday",
        "My daughter went to school and her phone is off",
        "Is this offer real? My daughter wants to go to Malaysia for work and the agent does not answer",
        "My son works on a boat off Kadavu. No call since Sunday, the team leader says the network is down there",
    ],
)
def test_silence_with_a_reason_and_an_offer_not_taken_are_no_call_for_help(text):
    assert judge(text).kind != "help"


@pytest.mark.parametrize(
    "heap", ["The agency is licensed by the ministry and the worker pays no fee. ", "Send 1800 USD. "]
)
def test_no_heap_of_other_words_drowns_a_call_for_help(heap):
    judged = judge(heap * 400 + PLEA + ". " + heap * 40)
    assert (judged.kind, judged.risk) == ("help", "urgent")
    assert judge(heap * 440).kind != "help"


def test_a_fraud_is_no_lure_and_reaches_watch_at_most():
    judged = judge(SCAM)
    assert judged.risk == "watch"
    assert "not (yet) trafficking" in judged_record(judged, lang="en")["meaning"]


def test_the_score_lies_in_the_band_of_the_risk():
    for text in (LURE, SCAM, "see you tomorrow", "", "Customer service in Bangkok"):
        judged = judge(text)
        low, high = BARS[judged.risk]
        assert low <= judged.score <= high


def test_only_what_a_register_confirmed_makes_a_sender_known():
    text = "Work in New Zealand, RSE picking, call +679 410 0142. We are licensed and verified."
    claimed, confirmed = judge(text), judge(text, verified={"+6794100142"})
    assert not claimed.verified
    assert confirmed.verified
    assert confirmed.risk == read(text).risk
    assert judge(text, verified={"+6794100143"}) == claimed


def test_rules_speak_about_a_verified_sender_as_about_all_others():
    assert judge(PLEA + " +679 410 0142", verified={"+6794100142"}).kind == "help"


@pytest.mark.parametrize("lang", [*LANGUAGES, "xx"])
def test_the_record_holds_all_of_the_reading_and_what_the_model_adds(lang):
    record = judged_record(judge(LURE), lang=lang)
    assert {"language", "risk", "score", "lamps", "signs", "identifiers", "kind", "meaning", "model"} <= record.keys()
    assert record["meaning"] == kinds(lang)[record["kind"]]
    assert record["model"].keys() == {"lure", "fraud", "help", "weighed", "aspects"}
    assert all(one.keys() == {"text", "start", "end", "weight"} for one in record["model"]["weighed"])


@pytest.mark.parametrize(
    "text",
    [
        "Hiring chat staff for Poipet, free ticket, bring your friends, no need to tell parents",
        "Travail en Thaïlande, billet payé, amène ton passeport, ne dis rien à tes parents",
        "Việc nhẹ lương cao, bao vé máy bay, đừng nói với gia đình",
        "Wok long Bangkok, tiket i fri, no talem long famle blong yu",
        "Cakacaka mai Bangkok, e wali na tikete, kua ni tukuna vua na nomu matavuvale",
        "Bangkok me kaam, ticket free, ghar me koi ke mat bolo",
    ],
)
def test_the_model_never_raises_a_text_without_its_words(text):
    judged, reading = judge(text), read(text)
    assert RISKS.index(judged.risk) <= RISKS.index(reading.risk) or judged.weighed
    assert judged.kind == "lure"


@pytest.mark.parametrize(
    "text",
    [
        "def main():\n    for key, value in rows.items():\n        print(key, value)\n    return sys.exit(0)",
        "SELECT id, name FROM users WHERE id = 7; #include <stdio.h> int main(void) { return 0; }",
        "milk, bread, eggs, 2 onions, rice 5 kg, soap, batteries",
        "🔥🔥🔥😂😂👍👍🎉🎉❤️❤️",
        "qwrt zxcv plmk ghjf bnvc asdf qqqq wwww eeee",
        "ĄČĘĖĮŠŲŪ ŽÝÛ ÙS quã Gå kÄ õ ěščř žýá",
        "Привет, как дела? Завтра работаем до шести.",
        "สวัสดีครับ พรุ่งนี้เจอกันที่ตลาดตอนเช้า",
        "مرحبا كيف حالك سنلتقي غدا في السوق",
        "Hola, mañana nos vemos en el mercado a las ocho y luego comemos con la abuela.",
        "Ich komme morgen gegen acht nach Hause, bitte stell das Essen warm.",
        "xK9 7f3a 00ff deadbeef 1234 5678 base64 aGVsbG8gd29ybGQ=",
    ],
)
def test_what_the_model_never_met_is_no_lure(text):
    judged = judge(text)
    assert judged.kind in {"none", "scam"}
    assert judged.risk == read(text).risk == "none"


def test_a_sign_of_the_rules_keeps_a_text_at_watch_at_least():
    text = "Wear gloves at the clinic. They locked the gate and we cannot leave before six, says the coach."
    assert read(text).risk == "none" or judge(text).risk != "none"


@pytest.mark.parametrize(
    ("plain", "poor"),
    [
        ("I will be home late, please keep some food for me", "i wil b hom lat pls kip sam fud 4 mi"),
        ("The bus leaves at six tomorrow, bring your boots", "bus liv at 6 2moro bring ur buts"),
        ("We got paid on Thursday, I send money to mother", "we gt paid thrsday i snd mony 2 mama"),
    ],
)
def test_poor_spelling_alone_raises_nothing(plain, poor):
    assert judge(plain).risk == judge(poor).risk == "none"
    assert judge(poor).kind == "none"


def test_answers_stand_in_the_reading_and_the_text_alone_is_judged():
    answers = {one.id: one.against for one in questions()}
    judged, plain = judge(LURE, answers=answers), judge(LURE)
    assert judged.reading == read(LURE, answers=answers)
    assert judged._replace(reading=plain.reading) == plain


def test_no_reassurance_is_told_beside_the_danger_that_contradicts_it():
    seen = {one.name for one in judge("We keep your passport for safety.").aspects}
    assert "papers_kept" in seen
    assert "own_papers" not in seen
    assert is_told("own_papers", ["secrecy"])
    assert not is_told("own_papers", ["papers_kept"])


def test_many_texts_are_judged_as_each_is_alone_and_in_their_order():
    texts = [LURE, "", SCAM, PLEA, LURE, "9" * 400, "Mum, I am home at six", "Việc nhẹ lương cao, bao vé máy bay", SCAM]
    assert list(judge_many(map(Asked, texts))) == [judge(text) for text in texts]
    asked = [Asked(LURE, "fr"), Asked(LURE), Asked(LURE, "xx"), Asked(LURE, None, frozenset({"form"}))]
    assert [one.reading.language for one in judge_many(asked)] == ["fr", "en", "en", "en"]
    assert list(judge_many(asked))[3] == judge(LURE, form=frozenset({"form"}))
    assert list(judge_many([])) == []


def test_more_texts_than_are_read_together_are_all_judged():
    texts = [f"Bula {number}, see you at six" for number in range(1_100)] + ["word " * 30_000, LURE]
    judged = list(judge_many(map(Asked, texts)))
    assert len(judged) == len(texts)
    assert judged[-1] == judge(LURE)
    assert all(one.risk == "none" for one in judged[:1_100])


@given(st.lists(st.text(max_size=60) | st.sampled_from([LURE, SCAM, PLEA]), max_size=6))
def test_no_text_changes_what_is_said_of_the_others(texts):
    assert list(judge_many(map(Asked, texts))) == [judge(text) for text in texts]
