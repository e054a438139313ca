"""Families: what belongs together, what does not, whatever the order, and the template that shows why."""

from collections import Counter
from itertools import combinations, islice, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.ads import Maker
from bench.hostile import SETS, agencies, kits, one_footer, stock_phrases, vacancies
from lali.engines.families import Copies, code_of, fold, template_of
from lali.engines.families.folding import MOST_WORDS, seen, words_of

AD = (
    "Waitress wanted in {place}! Pay {pay} a month, room and meals free, we book your ticket and your visa today. "
    "No experience needed, girls from the islands are welcome. Call {phone} or ask for {name}."
)
ABOUT = (
    "Golden Lagoon Recruitment is a fictional company that has served its guests with warmth since 1987 and believes in "
    "honest work, in its people and in the beauty of the reef; we give equal chances to everybody who applies with us."
)
OTHER_JOBS = (
    "Night guard for a timber yard near the harbour, eight hours, dogs are there, torch and boots are handed out on Monday",
    "Nurse with a licence for the clinic of the northern ward, ten beds, one doctor, shifts by roster and a quiet garden",
    "Diesel mechanic, engines of fishing boats up to twenty metres, own tools, pay by the hour as agreed with the skipper",
)


def ad(place="Dubai", pay="USD 1,800", phone="+679 410 0142", name="Mere"):
    return AD.format(place=place, pay=pay, phone=phone, name=name)


def together(texts):
    """Which texts are of one family, as pairs of places."""
    keys = fold(texts).keys.tolist()
    return {(one, other) for one, other in combinations(range(len(texts)), 2) if keys[one] and keys[one] == keys[other]}


def test_copies_that_differ_in_their_slots_are_one_family():
    texts = [ad(), ad("Bangkok", "FJD 2,500", "4100199", "Ana"), ad("Port Vila", "$900", "678 555 0100", "Rani")]
    assert together(texts) == {(0, 1), (0, 2), (1, 2)}


def test_different_jobs_of_one_company_stay_apart():
    texts = [f"{ABOUT} {job}" for job in OTHER_JOBS] + [f"{job} {ABOUT}" for job in OTHER_JOBS]
    assert together(texts) == {(0, 3), (1, 4), (2, 5)}


def test_what_is_only_written_otherwise_is_the_same_text():
    plain = ad()
    disguised = plain.upper().replace("WANTED", "W\u0410NTED".lower()).replace("VISA", "vi\u200bsa")
    keys = fold([plain, plain.replace(" ", "  "), plain.replace("0142", "0199"), disguised]).keys.tolist()
    assert len(set(keys)) == 1


VIET = "Tuyển gấp 5 bạn nữ phục vụ quán karaoke ở {}, lương {} triệu một tháng, bao ăn ở, gọi chị Hoa 0900000142"
BARE = str.maketrans("ểấạữụởươệọịáăộ", "eaauuouoeoiaao")


def test_accents_that_somebody_left_out_make_no_other_family():
    texts = [VIET.format("Huế", 15), VIET.format("Huế", 20).translate(BARE), VIET.format("Vinh", 9).upper()]
    assert together([*texts, ad()]) == {(0, 1), (0, 2), (1, 2)}
    assert template_of(texts[::-1]).startswith("Tuyển gấp {number} bạn nữ") or "quán karaoke" in template_of(texts)


@pytest.mark.parametrize(
    "disguise",
    [
        lambda text: "".join(f"{sign}\u0336" if sign.isalpha() else sign for sign in text),
        lambda text: " ".join(".".join(word) if word.isalpha() else word for word in text.split()),
        lambda text: "".join(chr(0x24D0 + ord(sign) - 97) if "a" <= sign <= "z" else sign for sign in text),
        lambda text: text.lower().translate(str.maketrans("aeioutnrs", "ᴀᴇɪᴏᴜᴛɴʀꜱ")),
        lambda text: text.replace("a", "á").replace("e", "è"),
        lambda text: f"<p class='ad'>{text.replace(' ', '&nbsp;', 3)}</p><br/>",
    ],
)
def test_disguise_and_markup_change_nothing(disguise):
    texts = [ad(), disguise(ad("Bangkok", phone="+679 410 0177")), ad("Doha")]
    assert together([*texts, *OTHER_JOBS]) == {(0, 1), (0, 2), (1, 2)}
    shown = template_of([texts[1], texts[0], texts[2]])
    assert seen(shown).startswith("waitress wanted in {place}! pay")


def test_numbers_alone_are_one_only_when_they_are_the_same_number():
    assert together(["+679 410 0142", "6794100142", "+679 410 0143", "1", "2", "2."]) == {(0, 1), (4, 5)}


def test_under_a_long_notice_ads_of_three_words_stay_apart():
    notice = "The site shows ads as they came, checks none of them and is no party to what members agree on. " * 3
    own = ["Piano lessons at home", "Two goats and a calf", "Taro by the sack", "House to let, sea view", "Old guitar"]
    own += ["Wedding cakes on order", "Night classes in bookkeeping", "Second hand school books", "Boat engine, new"]
    girls = [f"Bar girls for {place}, ${pay} a week" for place, pay in (("Suva", 90), ("Doha", 80), ("Hue", 70))]
    texts = [f"{said}, call +679 410 01{number}. {notice}" for number, said in enumerate([*girls, *own], 10)]
    assert together(texts) == {(0, 1), (0, 2), (1, 2)}


@pytest.mark.parametrize(
    "texts",
    [
        ["नौकरी दुबई में, वेतन 80,000 रुपये, वीज़ा और टिकट मुफ़्त, संपर्क करें 9100000142", "नौकरी दुबई में, वेतन 95,000 रुपये, वीज़ा और टिकट मुफ़्त, संपर्क करें 9100000199"],
        ["Tuyển 5 bạn nữ phục vụ ở Đài Loan, lương 30 triệu, bao ăn ở, gọi 0900000142", "Tuyển 9 bạn nữ phục vụ ở Ma Cao, lương 45 triệu, bao ăn ở, gọi 0900000199"],
        ["招聘服务员到曼谷工作,月薪8000元,包吃包住,机票签证全免,微信联系", "招聘服务员到迪拜工作,月薪9000元,包吃包住,机票签证全免,微信联系"],
        ["รับสมัครพนักงานเสิร์ฟ ทำงานต่างประเทศ เงินเดือน 30000 บาท ฟรีที่พัก ติดต่อไลน์", "รับสมัครพนักงานเสิร์ฟ ทำงานต่างประเทศ เงินเดือน 45000 บาท ฟรีที่พัก ติดต่อไลน์"],
        ["Wok long Ostrelia, mi pem tiket blong yu, kolem 5550100 naoia, ples i stap blong 6 man", "Wok long Niusilan, mi pem tiket blong yu, kolem 5550199 naoia, ples i stap blong 9 man"],
    ],
)  # fmt: skip
def test_every_script_is_read(texts):
    assert together([*texts, ad()]) == {(0, 1)}


def test_short_texts_are_one_only_when_they_say_the_same():
    assert together(["call me", "call now", "Call 555", "call 777", "hello there"]) == {(2, 3)}


def test_no_words_no_family():
    families = fold(["", " \t\n", "\x00\x01\u200b", "🌹🌹🌹", "🌹 🌹 🌹", "!!!"])
    assert families.codes()[:2] == ["", ""]
    assert families.keys[3] == families.keys[4] != 0
    assert fold([]).codes() == []


def test_a_text_without_end_is_read_up_to_a_bound():
    assert len(words_of(" ".join("".join(letters) for letters in product("abcdefghijk", repeat=4)))) == MOST_WORDS
    assert words_of("work " * 1_000_000) == ["work", "work"]
    endless = ad() * 3000
    assert together([endless, endless + " and more", "x" * 3_000_000, ad()]) >= {(0, 1)}


def test_one_text_many_times_is_one_family_and_changes_no_other():
    texts = [ad(), ad("Bangkok"), *OTHER_JOBS]
    alone, among = fold(texts).keys.tolist(), fold(texts + [texts[0]] * 5000).keys.tolist()
    assert among[: len(texts)] == alone
    assert set(among[len(texts) :]) == {alone[0]}


def test_what_everybody_shares_chains_nobody():
    maker = Maker(5)
    shared = maker.text([maker._sentence() for _ in range(4)])
    texts = [f"{maker.text(maker.paragraph(6))} {shared}" for _ in range(300)]
    assert max(Counter(fold(texts).keys.tolist()).values()) <= 2


def test_thousands_of_one_hand_are_one_family_though_none_is_like_another():
    maker = Maker(9)
    template = maker.template() + maker.paragraph(6)
    texts = [maker.text(maker.copy(template, 0.1, loose=False)) for _ in range(3000)]
    assert Counter(fold(texts).keys.tolist()).most_common(1)[0][1] >= 2850


@pytest.mark.parametrize("name", ["ads over one footer", "ads of agencies", "very short texts", "messages of kits"])
def test_sets_made_to_be_told_wrongly_are_told_rightly(name):
    truth, texts = zip(*islice(SETS[name](), 1200), strict=True)
    precision, recall = quality(truth, fold(texts).keys.tolist())
    assert precision >= 0.98
    assert recall >= 0.95


@pytest.mark.parametrize(
    "name", ["classifieds of one platform", "vacancies of six employers", "titles within one platform"]
)
def test_the_words_of_a_platform_or_a_house_never_make_one_family_of_all(name):
    truth, texts = zip(*islice(SETS[name](), 1200), strict=True)
    keys = fold(texts).keys.tolist()
    assert quality(truth, keys)[0] >= 0.9
    assert max(Counter(keys).values()) <= 1.2 * max(Counter(truth).values())


@pytest.mark.parametrize("name", ["titles within one platform", "ads of agencies", "ads over one footer"])
def test_titles_and_templates_are_found_whole(name):
    truth, texts = zip(*islice(SETS[name](), 2500), strict=True)
    precision, recall = quality(truth, fold(texts).keys.tolist())
    assert precision >= 0.99
    assert recall >= 0.97


SMALL_FILES = {
    "stock phrases": (stock_phrases, 0.93, 0.97),
    "one footer": (one_footer, 0.97, 0.8),
    "agencies": (agencies, 0.97, 0.9),
    "six employers": (vacancies, 0.8, 0.97),
    "kits": (kits, 0.97, 0.97),
}


@pytest.mark.parametrize("name", list(SMALL_FILES))
def test_fifty_rows_are_told_apart_though_counts_say_nothing_yet(name):
    make, least_precision, least_recall = SMALL_FILES[name]
    truth, found = list[str](), list[str]()
    for seed in range(3000, 3008):
        hands, texts = zip(*make(50, seed), strict=True)
        truth += [f"{seed} {hand}" for hand in hands]
        found += [f"{seed} {code}" for code in fold(texts).codes()]
    precision, recall = quality(truth, found)
    assert precision >= least_precision
    assert recall >= least_recall


def test_of_one_template_nobody_is_lost_though_a_tenth_of_the_words_are_others():
    maker = Maker(10)
    template = maker.template() + maker.paragraph(6)
    texts = [maker.text(maker.copy(template, 0.1, loose=False)) for _ in range(2000)]
    assert Counter(fold(texts).keys.tolist()).most_common(1)[0][1] >= 1960


def test_a_hand_that_wrote_nearly_all_is_one_family_still():
    maker = Maker(9)
    template = maker.template() + maker.paragraph(6)
    most = [maker.text(maker.copy(template, 0.05, loose=False)) for _ in range(600)]
    others = [text for _family, text in Maker(3).ads(200)]
    assert Counter(fold(most + others).keys.tolist()).most_common(1)[0][1] >= 570


def test_a_line_over_and_over_is_that_line():
    assert together([f"{ad()}\n" * 40, f"{ad()}\n" * 3, f"{OTHER_JOBS[0]}\n" * 40]) == {(0, 1)}


def quality(truth, keys):
    """Precision and recall over pairs."""

    def pairs(values):
        return sum(many * (many - 1) // 2 for many in Counter(values).values())

    right = pairs(zip(truth, keys, strict=True))
    return right / pairs(keys), right / pairs(truth)


def test_made_up_ads_are_told_apart():
    truth, texts = zip(*Maker(11).ads(1500), strict=True)
    precision, recall = quality(truth, fold(texts).keys.tolist())
    assert precision >= 0.99
    assert recall >= 0.97


SOME = [text for _family, text in Maker(3, words=300).ads(60)]


@settings(max_examples=25, deadline=None)
@given(st.permutations(SOME))
def test_order_never_changes_families(texts):
    assert dict(zip(texts, fold(texts).codes(), strict=True)) == dict(zip(SOME, fold(SOME).codes(), strict=True))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(SOME), max_size=30))
def test_a_copy_never_splits_a_family(again):
    assert fold(SOME + again).codes()[: len(SOME)] == fold(SOME).codes()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=12))
def test_nothing_raises_whatever_the_texts_hold(texts):
    families = fold(texts)
    assert len(families.codes()) == len(texts)
    assert all(0 <= score <= 1 for score in families.scores)
    assert isinstance(template_of(texts), str)


def test_the_template_shows_what_stays_and_what_changes_by_its_kind():
    copies = [ad(), ad("Bangkok", "FJD 2,500", "+679 410 0199", "Ana"), ad("Doha", "$900", "410 0111", "Rani")]
    shown = template_of(copies)
    assert shown.startswith("Waitress wanted in {place}! Pay {pay} a month, room and meals free")
    assert shown.endswith("Call {phone} or ask for {name}.")


def test_a_template_is_the_same_whatever_the_order_of_copies():
    texts = [ad(place, phone=f"+679 410 01{number}") for number, place in enumerate(("Doha", "Suva", "Hue"), 10)]
    found = set()
    for order in (texts, texts[::-1], [*texts[1:], texts[0], texts[0]]):
        families, copies = fold(order), Copies()
        for key, score, text in zip(families.keys.tolist(), families.scores.tolist(), order, strict=True):
            copies.add(key, score, text)
        found.add(tuple(copies.templates().items()))
    assert len(found) == 1
    assert [len(code_of(key)) for key, _ in found.pop()] == [16]


def test_of_one_text_the_template_is_the_text():
    assert template_of([ad(), ad()]) == ad()
    assert template_of([]) == ""


@pytest.mark.parametrize(
    ("copies", "expected"),
    [
        (
            ["Work 🔥 in Suva, call 410 0142 ✅", "Work in Nadi, call 410 0143 ✅", "Work in Labasa 💰, call 410 0144 ✅"],
            "Work in {place}, call {phone} ✅",
        ),
        (
            ["Kolem 5550100 naoia, mi pem tiket blong yu", "Kolem 5550199 naoia, mi pem tiket blong yu"],
            "Kolem {phone} naoia, mi pem tiket blong yu",
        ),
        (
            ["招聘服务员到曼谷工作,月薪8000元,包吃包住", "招聘服务员到迪拜工作,月薪9000元,包吃包住"],
            "招聘服务员到{slot}工作,月薪{pay}元,包吃包住",
        ),
        (
            ["Lương 30 triệu, bao ăn ở, gọi 0900000142 gặp chị Hoa", "Lương 45 triệu, bao ăn ở, gọi 0900000199 gặp chị Lan"],
            "Lương {number} triệu, bao ăn ở, gọi {phone} gặp chị {name}",
        ),
        (
            ["Write to a@sun.example or https://sun.example/x now", "Write to b@reef.example or https://reef.example/y now"],
            "Write to {mail} or {link} now",
        ),
        (
            ["Work in Suva. Contact Telegram @mere_jobs for a room", "Work in Nadi. Contact WhatsApp +679 410 0142 for a room"],
            "Work in {place}. Contact {contact} for a room",
        ),
        (["Write on Telegram @mere_jobs tonight", "Write on Telegram @ana.jobs tonight"], "Write on Telegram {contact} tonight"),
        (
            ["Serveuse, salaire 180 000 XPF par mois, logée", "Serveuse, salaire XPF 250 000 par mois, logée"],
            "Serveuse, salaire {pay} par mois, logée",
        ),
        (["Logée, 180 000 F CFP par mois", "Logée, 250 000 F CFP par mois"], "Logée, {pay} F CFP par mois"),
        (["Serveuse logée, 180 000 par mois", "Serveuse logée, 1 250 000 par mois"], "Serveuse logée, {number} par mois"),
        (["Appelez vite le 22 33 44 ce soir", "Appelez vite le 25 13 48 ce soir"], "Appelez vite le {phone} ce soir"),
        (["Call 22345, USD 900 a month for you", "Call 25348, USD 900 a month for you"], "Call {phone}, USD 900 a month for you"),
        (["Start 12 January 2027 at the bar", "Start 3 March 2027 at the bar"], "Start {date} 2027 at the bar"),
        (["Bắt đầu từ thứ sáu ở quán", "Bắt đầu từ thứ hai ở quán"], "Bắt đầu từ thứ {date} ở quán"),
        (["Mỗi tháng 5 triệu, bao ăn ở", "Mỗi tháng 9 triệu, bao ăn ở"], "Mỗi tháng {number} triệu, bao ăn ở"),
        (["Ask for May at the bar tonight", "Ask for Ana at the bar tonight"], "Ask for {name} at the bar tonight"),
        (["The work is with Zorble every night", "The work is with Plinko every night"], "The work is with {slot} every night"),
        (["Girls at the bar from Sat to late", "Girls at the bar from Mon to late"], "Girls at the bar from {slot} to late"),
        (["Same words, no slot at all", "same words, no slot at ALL"], "Same words, no slot at all"),
    ],
)  # fmt: skip
def test_templates_can_be_read(copies, expected):
    assert template_of(copies) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Friday", "Saturday"), ("12/01/2027", "15/02/2027"), ("vendredi 8 mai", "lundi 3 août"), ("Fraede", "Sarede"),
        ("Septemba", "Oktoba"), ("Vakaraubuka", "Moniti"), ("Okosita", "Tiseba"), ("Sanichar", "Somwaar"),
        ("chủ nhật", "thứ bảy"), ("Mon 11 Jan", "Sat 15 May"), ("tháng ba", "tháng năm"),
    ],
)  # fmt: skip
def test_days_and_months_are_dates_and_never_places(one, other):
    shown = template_of([f"Girls wanted for the bar, come at {said} in your best dress" for said in (one, other)])
    assert shown in {
        f"Girls wanted for the bar, come at {said} in your best dress" for said in ("{date}", "tháng {date}")
    }
