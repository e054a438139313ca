"""How common a word of names is among a people, before any register was seen: in about how many of a thousand names.

A small register cannot know that half of a country is called Nguyen. These are orders of magnitude from general
knowledge of the peoples of the Pacific and of those who come there, not a census; a large register soon outweighs
them. A word that is not here is taken for one of a thousand equally common names.
"""

from types import MappingProxyType

UNKNOWN = 1.0  # in a thousand

_VERY_COMMON = {
    300.0: "nguyen thi van",
    100.0: "tran le kumar singh devi prasad chand",
    50.0: "pham lal ram mohammed kumari john mary maria marie jean",
    30.0: "hoang huynh phan vu vo khan ali sharma narayan ana mere sera jone josefa smith david michael william",
    20.0: (
        "dang bui do ho ngo duong ly anh minh linh hoa huong lan tuan dung ha trang thao mai ngoc son duc thanh kim huu"
        " quang xuan hai long thu wang zhang chen li liu lin joseph james robert elizabeth margaret sarah ratu adi"
        " abdul ahmed hussein maharaj goundar gounder reddy naidu nair pillay deo dutt datt mani raj chandra bano bibi"
    ),
    10.0: (
        "litia losalini salote vani tomasi viliame apisai ilaisa semi epeli peni savenaca kelera makereta isikeli"
        " taraivini asenaca lavenia unaisi waisale anil sunil sunita rajesh priya ashok deepak kamla lakshmi ravi"
        " sanjay anita rakesh vijay usha shiu hari mahendra satish suresh dinesh naresh ramesh mukesh reena shalini"
        " brown wilson taylor jones williams johnson martin thomas peter paul george anna rose tom sam pierre"
        " phuc hanh quan giang binh chau khanh hung thuy yen phuong nga nam willie kalo tari bong fatima omar yusuf"
    ),
}
COMMON: MappingProxyType[str, float] = MappingProxyType(
    {word: share for share, words in _VERY_COMMON.items() for word in words.split()}
)


def in_a_thousand(word: str) -> float:
    """In about how many of a thousand names a folded word stands."""
    return COMMON.get(word, UNKNOWN)
