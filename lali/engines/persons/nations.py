"""Countries, codes and peoples as one code (ISO 3166-1, two letters): VU, Vanuatu, Ni-Vanuatu, Vanuataise.

Names of countries in English, French and Vietnamese are those of CLDR; peoples of the region are our own list.
"""

from functools import cache

from babel import Locale

from lali.engines.names import folded

_LANGUAGES = ("en", "fr", "vi")
_CODE_LENGTH = 2
_LINES = """
VU vut ni vanuatu|nivanuatu|ni van|vanuatuan|vanuatais|vanuataise|vanouatou
FJ fji fijian|fidjien|fidjienne|republic of fiji|fiji islands|fiji islander|fidji|phi gi
VN vnm vietnamese|vietnamien|vietnamienne|viet|nguoi viet|socialist republic of vietnam|chxhcn viet nam
CN chn chinese|chinois|chinoise|prc|p r china|peoples republic of china|people s republic of china|trung hoa|中国
NC ncl new caledonian|caledonien|caledonienne|neo caledonien|neo caledonienne
FR fra french|francais|francaise|phap
AU aus australian|australien|australienne|uc
NZ nzl new zealander|neo zealandais|neo zelandais|neo zelandaise|kiwi
SB slb solomon islander|solomon|salomonais|salomonaise
PG png papua new guinean|papouan|papouane|papou
WS wsm samoan|samoan|samoane|western samoa
TO ton tongan|tongien|tongienne
KI kir i kiribati|kiribatian|gilbertese
TV tuv tuvaluan|tuvaluane
NR nru nauruan|nauruane
PF pyf tahitian|polynesian|polynesien|polynesienne|tahiti
WF wlf wallisian|wallisien|wallisienne|futunian
IN ind indian|indien|indienne
BD bgd bangladeshi|bangladais|bangladaise
NP npl nepali|nepalese|nepalais|nepalaise
LK lka sri lankan|sri lankais|sri lankaise
PK pak pakistani|pakistanais|pakistanaise
PH phl filipino|filipina|philippin|philippine|philippines
ID idn indonesian|indonesien|indonesienne
MY mys malaysian|malaisien|malaisienne
TH tha thai|thailandais|thailandaise
KH khm cambodian|khmer|cambodgien|cambodgienne|campuchia
LA lao lao|laotian|laotien|laotienne
MM mmr burmese|birman|birmane|burma|birmanie|myanmarese
TW twn taiwanese|taiwanais|taiwanaise
HK hkg hong kong|hongkongais|hongkonger
KR kor korean|south korean|coreen|coreenne|sud coreen|han quoc
JP jpn japanese|japonais|japonaise|nhat
SG sgp singaporean|singapourien|singapourienne
GB gbr british|uk|united kingdom|britannique|great britain|english|anglais|anglaise
US usa american|united states of america|americain|americaine
"""


@cache
def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in _LANGUAGES:
        for code, name in sorted(Locale(language).territories.items()):
            if len(code) == _CODE_LENGTH and code.isalpha():
                found.setdefault(_key(name), code)
                found.setdefault(code.casefold(), code)
    for line in _LINES.strip().splitlines():
        code, longer, peoples = line.split(maxsplit=2)
        found |= {_key(said): code for said in (code, longer, *peoples.split("|"))}
    return found


def _key(said: str) -> str:
    return folded(said).replace(" ", "")


def nation_of(said: str) -> str | None:
    """The code of a country however it or its people is written; None for what is no country that is known."""
    return _codes().get(_key(said))
