"""Words for before and after noon, by language (after the Unicode CLDR), and clock times written with them."""

import re

# Each row: words for before noon, words for after noon. Compared without dots and spaces, in small letters.
ROWS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("AM", "a.m.", "a. m.", "am", "a m"), ("PM", "p.m.", "p. m.", "pm", "p m")),  # English, Spanish, many others
    (("上午", "凌晨", "早上", "清晨"), ("下午", "中午", "晚上", "傍晚")),  # Chinese
    (("午前",), ("午後",)),  # Japanese
    (("오전",), ("오후",)),  # Korean
    (("SA", "sáng"), ("CH", "chiều", "tối")),  # Vietnamese
    (("ص", "صباحًا"), ("م", "مساءً")),  # Arabic
    (("ق.ظ.", "قبل‌ازظهر"), ("ب.ظ.", "بعدازظهر")),  # Persian
    (("पूर्वाह्न",), ("अपराह्न",)),  # Hindi, Nepali
    (("ਪੂ.ਦੁ.",), ("ਬਾ.ਦੁ.",)),  # Punjabi
    (("පෙ.ව.",), ("ප.ව.",)),  # Sinhala
    (("ก่อนเที่ยง",), ("หลังเที่ยง",)),  # Thai
    (("ກ່ອນທ່ຽງ",), ("ຫຼັງທ່ຽງ",)),  # Lao
    (("နံနက်",), ("ညနေ",)),  # Burmese
    (("PG",), ("PTG",)),  # Malay
    (("ÖÖ",), ("ÖS",)),  # Turkish
    (("π.μ.", "πμ"), ("μ.μ.", "μμ")),  # Greek
    (("дп", "д.п."), ("пп", "п.п.")),  # Ukrainian
    (("пр.об.",), ("сл.об.",)),  # Bulgarian
    (("претпл.",), ("попл.",)),  # Macedonian
    (("ү.ө.",), ("ү.х.",)),  # Mongolian
    (("de.",), ("du.",)),  # Hungarian
    (("dop.",), ("odp.", "pop.")),  # Czech, Slovenian
    (("prijepodne", "prije podne", "pre podne"), ("popodne", "po podne")),  # Bosnian, Croatian, Serbian
    (("priešpiet",), ("popiet",)),  # Lithuanian
    (("priekšp.", "priekšpusdienā"), ("pēcp.", "pēcpusdienā")),  # Latvian
    (("ap.",), ("ip.",)),  # Finnish
    (("fm", "f.m."), ("em", "e.m.")),  # Swedish
    (("vm.",), ("nm.",)),  # Afrikaans
    (("p.d.", "e paradites"), ("m.d.", "e pasdites")),  # Albanian
    (("hengihengi",), ("efiafi",)),  # Tongan
    (("GH",), ("GD",)),  # Somali
    (("ጥዋት",), ("ከሰዓት",)),  # Amharic
    (("TO",), ("TK",)),  # Uzbek
    (("ព្រឹក",), ("ល្ងាច",)),  # Khmer
    (("পূৰ্বাহ্ন", "পূর্বাহ্ণ"), ("অপৰাহ্ন", "অপরাহ্ণ")),  # Assamese, Bengali
    (("முற்பகல்",), ("பிற்பகல்",)),  # Tamil
    (("ಪೂರ್ವಾಹ್ನ",), ("ಅಪರಾಹ್ನ",)),  # Kannada
    (("ପୂର୍ବାହ୍ନ",), ("ଅପରାହ୍ନ",)),  # Odia
    (("म.पू.",), ("म.उ.",)),  # Marathi
    (("སྔ་དྲོ་",), ("ཕྱི་དྲོ་",)),  # Tibetan
    (("上晝",), ("下晝",)),  # Cantonese
    (("غ.م", "غ.م."), ("غ.و.",)),  # Pashto
    (("صبح، منجهند",), ("منجهند، شام",)),  # Sindhi
    (("ب.ن",), ("د.ن",)),  # Central Kurdish
    (("BN",), ("PN",)),  # Kurdish
    (("چ.ب",), ("چ.ك",)),  # Uyghur
    (("тң", "таңкы"), ("тк", "түштөн кийинки")),  # Kyrgyz
    (("go.öň", "g.öň"), ("go.soň", "g.soň")),  # Turkmen
    (("ԿԱ",), ("ԿՀ",)),  # Armenian
    (("yb",), ("yh",)),  # Welsh
    (("r.n.",), ("i.n.",)),  # Irish
    (("f.h.",), ("e.h.",)),  # Icelandic
    (("vorm.",), ("nam.", "nachm.")),  # German of Austria and Switzerland
    (("SF", "Safiya"), ("YM", "Yamma")),  # Hausa
    (("N’ụtụtụ",), ("N’abali", "N’abalị")),  # Igbo
    (("Àárọ̀",), ("Ọ̀sán",)),  # Yoruba
    (("WD",), ("WB",)),  # Oromo
    (("ቅ.ቀ.",), ("ድ.ቀ.",)),  # Tigrinya
    (("Z.MU.",), ("Z.MW.",)),  # Rundi
)
NOON, LAST_HOUR, LAST_MINUTE = 12, 23, 59
NIGHT = {"凌晨"}  # twelve of these is midnight
BLANK = " \\t\u00a0\u202f\u2007\u2009"
UNSEEN = "\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\u200b\ufeff"

_APART = re.compile(f"[{BLANK}{UNSEEN}.]")
_NUMBER = re.compile(r"\d+")


def folded(word: str) -> str:
    """A word without what differs between telephones."""
    return _APART.sub("", word).casefold()


_BEFORE = {folded(word) for before, _after in ROWS for word in before}
_AFTER = {folded(word) for _before, after in ROWS for word in after}


def _pattern(words: set[str]) -> str:
    shapes = {re.escape(word).replace(r"\ ", f"[{BLANK}]?") for word in words}
    return "|".join(sorted(shapes, key=len, reverse=True))


def _all(rows: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]) -> set[str]:
    return {word for row in rows for side in row for word in side}


EVERY_WORD = _pattern(_all(ROWS))


def words_beside(word: str) -> str:
    """A pattern of all words of the languages that have this one."""
    near = tuple(row for row in ROWS if any(folded(one) == folded(word) for side in row for one in side))
    return _pattern(_all(near) | {word})


def clock_of(text: str) -> str | None:
    """`21:06` or `21:06:07` from a time as it is written; None when there is no such time of day."""
    numbers = _NUMBER.findall(text)
    if not 1 < len(numbers) < 4 or any(len(number) > 2 for number in numbers):  # noqa: PLR2004 - hours, minutes, seconds
        return None
    hour, *others = map(int, numbers)
    word = folded(_NUMBER.sub("", text).replace(":", ""))
    if hour == NOON and (word in _BEFORE or word in NIGHT):
        hour = 0
    elif hour < NOON and word in _AFTER:
        hour += NOON
    if hour > LAST_HOUR or max(others) > LAST_MINUTE:
        return None
    return ":".join(f"{number:02d}" for number in (hour, *others))
