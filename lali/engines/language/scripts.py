"""Which script a text is in, and which language that script leaves open: all that needs no model."""

import re
import unicodedata

LATIN = "latin"
HAN, DEVANAGARI, OTHER, NONE = "han", "devanagari", "other", "none"

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_KANA = re.compile("[\u3040-\u30ff\u31f0-\u31ff]")
_DEVANAGARI = re.compile("[\u0900-\u0963\u0966-\u097f]")
_LATIN = re.compile("[a-zA-Z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff]")
_OTHER = re.compile("[\u0370-\u08ff\u0980-\u1dff\u1f00-\u1fff\u2c00-\u2dff\ua000-\uabff\uac00-\ud7ff]")
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_LETTERS_OF_A_WORD = {HAN: 1.6, DEVANAGARI: 4.0, LATIN: 5.0, OTHER: 4.0}  # so that scripts can be weighed by words
_JAPANESE = 0.1  # share of kana from which Han characters are Japanese

_HINDI_WORDS = """
    है हैं था थी थे हूँ हूं हो में के का की को से पर और यह वह ये वे मैं हम तुम आप मुझे हमें नहीं मत क्या कौन
    कब कहाँ कहां कैसे क्यों कि जो तो भी ही एक लिए साथ बाद पहले अब आज कल गया गई गए किया करना करने करते करता कर
    रहा रही रहे चाहिए ने अपने अपना मेरा मेरी तुम्हारा सब कुछ बहुत या लेकिन अगर जब तक होता होती होने वाले वाला
    दिया लिया इस उस इन उन किसी प्रत्येक सकता सकते जाता जाती
"""
_OTHER_WORDS = """
    आहे आहेत आहेस आणि मी माझे मला तुला आपल्या त्याच्या तिच्या हा ती ते असा अशी असून सर्व कोणत्याही कोणालाही
    व्यक्तीला माझ्या तुम्ही आम्ही होते होता नाही नाहीत काय कसे व किंवा करण्याचा असे त्याला प्रत्येकाला हक्क
    करणे छ छन् छैन छौं हुन्छ हुनेछ हुनेछैन गरिने गरी प्रत्येकलाई कुनै पनि यस त्यो अथवा आफ्नो र मा लाई गर्न
    गरेको भएको म तिमी तपाईं हामी कसरी तर हुन् हुने गर्ने गर्नु उसको वा छु बा बाटे बानी हमनी रउआ ओकर ईं अछि सभ
"""  # Marathi, Nepali, Bhojpuri, Maithili
_HINDI, _OTHER_DEVANAGARI = frozenset(_HINDI_WORDS.split()), frozenset(_OTHER_WORDS.split())
_DEVANAGARI_WORD = re.compile("[\u0900-\u0963\u0971-\u097f]+")
_OTHER_ENDING = re.compile(
    "(लाई|हरू|हरु|हरूको|बाट|सँग|्नु|ेको|नेछ|उने|हुँदा|च्या|ाचा|ाची|ाचे|ांना|ांनी|ांचा|ांची|साठी|मध्ये|तील|ण्यास|ावर|ाने|ातून|ळ|ळा|ळे|ून)$"
)


def composed(text: str) -> str:
    """Give the text with composed letters, ornamental letters made plain and hidden marks taken out."""
    return _HIDDEN.sub("", unicodedata.normalize("NFKC", text))


def script_of(text: str) -> str:
    """Give the script that most words of a composed text are in; Japanese, Korean, Thai and so on are "other"."""
    han, kana = len(_HAN.findall(text)), len(_KANA.findall(text))
    other = len(_OTHER.findall(text)) + kana
    if kana and kana >= _JAPANESE * (han + kana):
        han, other = 0, other + han
    counts = {HAN: han, DEVANAGARI: len(_DEVANAGARI.findall(text)), LATIN: len(_LATIN.findall(text)), OTHER: other}
    words = {script: count / _LETTERS_OF_A_WORD[script] for script, count in counts.items()}
    best = max(words, key=words.__getitem__)
    return best if words[best] else NONE


def share_of_hindi(text: str) -> float:
    """Say how Hindi a text in Devanagari is, 0 to 1, by its small words; 0.5 where it has none of any language."""
    words = _DEVANAGARI_WORD.findall(text)
    hindi = sum(word in _HINDI for word in words)
    others = sum(word in _OTHER_DEVANAGARI or bool(_OTHER_ENDING.search(word)) for word in words)
    return (hindi + 0.5) / (hindi + others + 1)
