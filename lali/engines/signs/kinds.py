"""The kinds of text a judgement knows, each in a sentence, in the reader's language.

Bislama, Fijian, Fiji Hindi and Vietnamese are drafts until a speaker has read them.
"""

# ruff: noqa: E501  sentences stay whole, for those who translate them

from collections.abc import Mapping

KINDS = {
    "help": "Somebody may be held, hurt or asking for help. Help comes first; this is not put in order by a score.",
    "lure": "It resembles offers by which people were lured into exploitation.",
    "scam": "It resembles a fraud: scam, not (yet) trafficking.",
    "none": "No lure and no fraud was recognised. That does not prove it is honest.",
}
_SAID = {
    "en": KINDS,
    "fr": {
        "help": "Quelqu'un est peut-être retenu, blessé ou demande de l'aide. L'aide passe d'abord ; aucun score ne classe ce texte.",
        "lure": "Cela ressemble aux offres par lesquelles des personnes ont été attirées vers l'exploitation.",
        "scam": "Cela ressemble à une fraude : une escroquerie, pas (encore) la traite.",
        "none": "Ni appât ni fraude n'a été reconnu. Cela ne prouve pas que c'est honnête.",
    },
    "vi": {
        "help": "Có thể có người đang bị giữ, bị thương hoặc đang xin giúp. Giúp người trước; văn bản này không được xếp theo điểm.",
        "lure": "Giống những lời mời mà người ta đã dùng để dụ người khác vào cảnh bị bóc lột.",
        "scam": "Giống một vụ lừa đảo: lừa tiền, (chưa) phải mua bán người.",
        "none": "Không nhận ra mồi nhử hay lừa đảo nào. Điều đó không chứng minh là thật.",
    },
    "bi": {
        "help": "Ating oli holem wan man, hem i kasem kil o i askem help. Help i kam fastaem; i no gat skoa we i putum mesej ia long laen.",
        "lure": "Hem i olsem ol ofa we oli bin trikim man mo woman wetem blong yusum olgeta nogud.",
        "scam": "Hem i olsem wan giaman blong tekem mane: hem i no trafiking (yet).",
        "none": "Mifala i no luk wan trik o wan giaman. Be hemia i no pruvum se hem i stret.",
    },
    "fj": {
        "help": "De dua e tarovi tiko e dua, e mavoa, se kerea na veivuke. Na veivuke e liu; e sega ni vakatuvai ena maka.",
        "lure": "E tautauvata kei na veisureti era a temaki kina na tamata mera vakayagataki vakaca.",
        "scam": "E tautauvata kei na veidabui: na butako ilavo, e sega (ni se bera) ni veivoli tamata.",
        "none": "E sega ni kunei e dua na veitemaki se veidabui. E sega ni vakadinadinataka oqo ni dina.",
    },
    "hif": {
        "help": "Sait koi ke rok ke rakkha hai, chot lagaa hai, ya koi madad maange hai. Pahile madad; iske score se line me nahi lagaawa jaae.",
        "lure": "Ii uu offer ke rakam hai jisse log ke phasaae ke galat kaam karwaawa gais.",
        "scam": "Ii thagi ke rakam hai: paisa ke dhoka, (abhi) insaan ke taskari nahi.",
        "none": "Koi phasaae waala baat ya thagi nahi pahchaana gais. Isse saabit nahi hoe ki ii sach hai.",
    },
}


def kinds(lang: str) -> Mapping[str, str]:
    """Give the sentence of each kind in `lang`; in English where Lali does not speak it."""
    return _SAID.get(lang, KINDS)
