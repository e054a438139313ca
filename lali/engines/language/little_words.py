"""Words that say nothing by themselves: the, of, you, in the languages of the signs. They explain no model's answer.

Written for this purpose, from what grammars of these languages call articles, pronouns, prepositions, conjunctions,
particles and auxiliaries. A word that means something in any of the languages is left out (French *an*, *car*).
"""

import re
import unicodedata
from collections.abc import Iterable

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_APART = re.compile(r"['’]")

_LITTLE = {
    "en": """a an the and or but nor so if then than that this these those there here it its he him his she her hers
        they them their theirs we us our ours you your yours u ur i me my mine who whom whose which what when where why
        how is are was were be been being am do does did done has have had having will would shall should can could may
        might must of to in on at by for from with without into onto up down out off over under about as also too very
        just only even again ever never not no yes ok okay all any both each every some such same other more most much
        many few one get got go let s t d ll m re ve don isn aren wasn won didn doesn im""",
    "fr": """le la les l un une des du de d au aux et ou mais donc or ni si que qu qui quoi dont où ce cet cette ces
        c ça cela il elle ils elles on nous vous je j tu te t me m se s lui leur leurs y en mon ma mes ton ta tes son
        sa ses
        notre nos votre vos est sont était étaient être été suis es sommes êtes ai as a avons avez ont avait avoir eu
        sera seront serez fait dans sur sous par pour avec sans chez vers entre comme aussi très plus moins tout toute
        tous toutes même autre autres ne n pas non oui ici là bien déjà encore""",
    "vi": """và hoặc hay nhưng mà thì là của cho với ở tại từ đến trong ngoài trên dưới về bởi vì nên nếu khi lúc sẽ đã
        đang được bị có không chưa rồi cũng rất quá lắm chỉ này đó kia ấy nào gì ai sao tôi tao tớ mình bạn anh chị em
        ông bà nó họ chúng ta các những một cái con người ra vào lên xuống lại nữa thôi ạ nhé nha à ơi""",
    "bi": """mi yu hem em yumi mifala yufala olgeta olsem blong long wetem mo be o sapos taem we se ia ya no nomo i bai
        stap mas kam go finis wan sam evri eni tu tumas hemi emi""",
    "fj": """na a e o au iko koya keitou keda kemuni ira eratou ko kei se ka ni me mo mera sa ga tale talega sega oya qo
        oqo kina vua vei vei mai ki i noqu nomu nona neitou noda nodra era eda drau kemudou kece dua vakalevu""",
    "hif": """hai hain tha the thi rahe raha rahi ho hoi hoy ke ki ka ko se me mein par aur ya lekin agar to jab tab ham
        hum hamlog tum tumlog ap aap u uu i ii iske uske hamar tumar uskar isme usme nahi nai na haan kuch koi sab bahut
        bhi hi wala wale wali jon kon konchi kaise""",
    "zh": "的 了 是 我 你 他 她 它 们 我们 你们 他们 在 和 也 就 不 有 这 那 个 吗 呢 吧 啊 与 或 都 很 被 把 对 从 到",
}

_ALL = frozenset(word for words in _LITTLE.values() for word in words.split())


def says_something(phrase: str) -> bool:
    """Whether some word of a phrase means something by itself: a word of two letters or more, or a number.

    >>> says_something("to you"), says_something("the passport"), says_something("$500"), says_something("…")
    (False, True, True, False)
    """
    return any(map(_says, _WORD.findall(unicodedata.normalize("NFC", phrase).casefold())))


def that_say_something(phrases: Iterable[str]) -> list[str]:
    """Those of some phrases that say something, in their order."""
    return [phrase for phrase in phrases if says_something(phrase)]


def _says(word: str) -> bool:
    if word in _ALL:
        return False
    parts = [part for part in _APART.split(word) if part]
    if len(parts) > 1:
        return any(map(_says, parts))
    return len(word) > 1 or not word.isascii() or word.isdigit()
