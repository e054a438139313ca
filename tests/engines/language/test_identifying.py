"""The language of messages that nothing was trained on: short, misspelt, mixed, in capitals, without accents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lali.engines.language import LANGUAGES, LONGEST, UNKNOWN, identify

NAMED = {
    "en": [
        "Can someone feed the dog while we are away at the lake?",
        "the plumber came twice and it still drips",
        "ur brother left his jacket at our place lol",
        "WE ARE CLOSED ON MONDAY, COME BACK ON TUESDAY AFTERNOON",
        "He owes me for the taxi and for the concert tickets.",
        "thinking of u, hope the exam goes well",
        "My knee hurts whenever I climb the stairs",
        "What a beautiful singing voice your niece has",
    ],
    "fr": [
        "Le plombier est passé deux fois et ça goutte encore",
        "tu peux nourrir le chien pendant notre absence ?",
        "jai mal au genou quand je monte lescalier",
        "NOUS SOMMES FERMÉS LE LUNDI, REVENEZ MARDI APRÈS-MIDI",
        "Quelle belle voix elle a, ta nièce",
        "slt tu fais koi ce weekend on va au lac",
        "Il me doit encore le taxi et les places de concert.",
        "on ne sait jamais avec ce vieux moteur",
    ],
    "vi": [
        "Thợ nước tới hai lần rồi mà vẫn còn nhỏ giọt",
        "cho an giup con cho luc nha minh di vang nhe",
        "dau goi toi dau moi khi leo cau thang",
        "CHUNG TOI NGHI THU HAI, MOI BA CON QUAY LAI CHIEU THU BA",
        "Cháu gái chị hát hay quá trời",
        "thang nho nha toi de quen ao khoac ben nha ban",
        "Anh ấy còn thiếu tôi tiền taxi và vé ca nhạc.",
        "bua nao ranh qua nha tui choi nghen",
    ],
    "bi": [
        "Man blong paep i kam tu taem be wota i stap ron yet",
        "Yu save fidim dog blong mifala taem mifala i go longwe?",
        "ni blong mi i soa taem mi klaem antap long step",
        "MIFALA I KLOS LONG MANDE, KAMBAK LONG TUSDE AFTENUN",
        "Gel blong sista blong yu i gat naes vois blong singsing",
        "hem i kaon long mi yet from taksi ia",
        "smol brata blo yu i lego jaket blo hem long ples blo mi",
        "bambae yumi mekem wanem long wiken?",
    ],
    "fj": [
        "E rua na gauna sa lako mai kina na dautara paipo ia se turu tiko ga",
        "O rawa ni vakania na neitou koli ni keitou tiko tani?",
        "e mosi na duruqu niu kabata na ikabakaba",
        "KEITOU SOGO ENA MONITI, LAKO TALE MAI ENA TUSITI NI YAKAVI",
        "Sa rui rogo vinaka na domona na vugomu ni lagasere",
        "e se dinau tiko vei au ena isau ni taxi",
        "a guilecava na nona jakete o tacimu e neitou vale",
        "na cava daru na cakava ena mua ni macawa",
    ],
    "hif": [
        "Nal waala dui dafe aais lekin abhi tak paani tapke hai",
        "Jab hamlog nahi rahega tab kutta ke khaana de dega?",
        "sirhi charhe me hamaar ghutna dukhaawe hai",
        "SOMWAAR KE BAND RAHI, MANGAR KE FIR AANA",
        "Tumaar bhatiji ketna achchha gaae hai",
        "uu abhi tak hamaar taxi ke paisa nahi diis",
        "tumaar chhota bhai apan jacket hamaar ghare bhulaae gais",
        "weekend me kaa karega hamlog ke saathe chalo",
    ],
    "hi": ["क्या तुम हमारे कुत्ते को खाना दे सकते हो?", "सीढ़ियाँ चढ़ते समय मेरा घुटना दुखता है", "वह अभी तक नहीं आया"],
    "zh": [
        "水管工来了两次还是漏水",
        "我們不在家的時候你能餵狗嗎？",
        "周一休息，周二下午再来",
        "KTV 昨天关门了，我在 WhatsApp 上问你",
    ],
}
OTHERS = {
    "Indonesian": ["tukang pipa sudah datang dua kali tapi masih bocor", "lutut saya sakit kalau naik tangga"],
    "Tagalog": ["dalawang beses nang dumating ang tubero pero tumutulo pa rin", "masakit ang tuhod ko kapag umaakyat ako"],
    "Samoan": ["e tiga lo'u tulivae pe a ou a'e i luga o le fa'asitepu", "ua tapunia le faleoloa i le aso gafua"],
    "Tongan": ["'oku mamahi hoku tui 'i he taimi 'oku ou kaka ai", "kuo tapuni 'a e fale koloa he Monite"],
    "Spanish": ["me duele la rodilla cuando subo las escaleras", "el fontanero vino dos veces y sigue goteando"],
    "German": ["mein knie tut weh wenn ich die treppe hochgehe", "am montag haben wir leider geschlossen"],
    "Tok Pisin": ["skru bilong lek bilong mi i pen taim mi wokabaut i go antap", "mipela i pas long mande, kam bek long tunde"],
    "Hindi in Latin letters": ["seedhiyan chadhte samay mera ghutna dukhta hai"],
    "Thai": ["เข่าของฉันเจ็บเวลาขึ้นบันได"],
    "Japanese": ["階段を上るとき膝が痛いです"],
    "Korean": ["계단을 오를 때 무릎이 아파요"],
    "Russian": ["у меня болит колено, когда я поднимаюсь"],
    "Arabic": ["ركبتي تؤلمني عندما أصعد الدرج"],
    "Marathi": ["पायऱ्या चढताना माझा गुडघा दुखतो आणि मला चालता येत नाही"],
    "nothing": ["", "12345 +679 410 0142", "😀😀", "www.bluereef.example", "...", "xyzzy qwrt plgh"],
}  # fmt: skip
MIXED = [
    ("bi", "boss i se shift i stat long 6am, plis yu no let from traffic"),
    ("fj", "sa vakau oti na email vei HR, qai confirm mai ena WhatsApp"),
    ("hif", "manager bole hai overtime nahi mili, HR ke email bhej do please"),
    ("vi", "ok ban, de minh check mail roi confirm lai nha"),
    ("fr", "ok pour le meeting, je check mes mails et je te confirme"),
    ("en", "bula vinaka everyone, please bring your own plates to the party"),
]


def test_nearly_every_sentence_of_each_language_is_known():
    rows = [(language, text, identify(text).language) for language in LANGUAGES for text in NAMED[language]]
    wrong = [row for row in rows if row[0] != row[2]]
    assert len(wrong) <= 0.05 * len(rows)
    assert not [row for row in wrong if row[2] != UNKNOWN]


@pytest.mark.parametrize("name", OTHERS)
def test_another_language_is_unknown(name):
    assert {text: identify(text).language for text in OTHERS[name]} == dict.fromkeys(OTHERS[name], UNKNOWN)


@pytest.mark.parametrize(("language", "text"), MIXED)
def test_a_mixed_message_is_in_the_language_of_most_of_its_words(language, text):
    assert identify(text).language == language


@pytest.mark.parametrize("language", ["en", "fr", "vi", "bi", "fj", "hif"])
def test_capitals_and_addresses_change_nothing(language):
    for text in NAMED[language]:
        assert identify(text.upper()).language == identify(text).language
        addressed = f"{text} https://shop.example/the-best-of-all @the_office_example"
        assert identify(addressed).language == identify(text).language


def test_ornamental_letters_and_hidden_marks_are_seen_through():
    assert identify("𝗛𝗶𝗿𝗶𝗻𝗴 𝗻𝗼𝘄, 𝗰𝗮𝗹𝗹 𝘂𝘀 𝘁𝗼𝗱𝗮𝘆").language == "en"
    assert identify("ca\u200bll me when y\u200bou are ho\u200bme").language == "en"


def test_accents_typed_in_two_parts_are_read_as_one():
    assert identify("Cha\u0301u ga\u0301i chi\u0323 ha\u0301t hay qua\u0301 tro\u031b\u0300i").language == "vi"


def test_no_more_than_the_beginning_is_looked_at():
    assert identify("we are waiting for the bus " * 40_000).language == "en"
    assert identify("a" * 1_000_000).confidence <= 1
    assert identify("we are waiting " * 400 + "x" * LONGEST).language == "en"


@given(st.text())
def test_any_text_gets_the_same_answer_twice_and_a_share_of_certainty(text):
    found = identify(text)
    assert found == identify(text)
    assert found.language in (*LANGUAGES, UNKNOWN)
    assert 0 <= found.confidence <= 1
