"""Which of the six languages of the signs a message is written in, and whether a sentence may be in one.

The engine `language` says so. Where it is unsure, own word lists of the commonest small words vote: each word for the
languages it belongs to, rarer ones more. Where Vietnamese is typed with its accents, the accents decide.
"""

import re
from collections.abc import Collection, Sequence

from lali.engines.language import identify

_WORDS = {
    "en": """
        the and to of is are was were you your my we they he she it this that have has had not with for from on at
        in be will can do does did an or if me him her us them what when where who how please but so there here no
        yes get want need work job pay money all out up just now know call send help our their i im dont cant am
        been would could should about after before because more any some than then very good day week month home go
        come see take give hiring salary free contact looking apply urgent workers u ur r pls never another others
        while only also under between without off over through again every most other such own same both few too
        each much many until against during
    """,
    "fr": """
        le la les un une des du de et est sont je tu il elle nous vous ils elles on ce cette ces mon ma mes ton ta
        tes son sa ses notre votre leur nos vos leurs patron pris que qui quoi dans pour par sur avec sans pas ne
        plus ou mais donc si tres bien aux au en etre avoir ai as avons avez ont suis es fait faire travail emploi
        salaire argent passeport envoyez contactez logement bonjour salut merci ca ici moi toi jamais rien tout tous
        toute toutes peut peux veux chez comme quand cest jai nest dune dun lui jour mois semaine recherche urgent
        gratuit recrute aide d l j qu n s famille homme hommes femme femmes fille filles enfant enfants parents mere
        pere maman papa police aidez pays jeune jeunes deja apres avant depuis partir sortir doit dois doivent etait
        etaient ete sera seront cherche cherchent recoit chaque beaucoup aussi encore alors parce voici voila
        monsieur madame envoie contre celui celle ceux chinois riche riches epouse epouses gagner payer paye heures
        nuit soir demain hier font peuvent chantage passeports billet
    """,
    "vi": """
        anh em chi ban toi minh khong la cua va co duoc cho nguoi viec lam luong thang ngay nha di voi nay do gi nao
        neu thi phai rat nhieu nhung cac mot hai trong ngoai ra vao len xuong den tu ve o tai xin cuu giup tuyen
        dung can lien he qua zalo trieu cao phi ho chieu cong ty con chau bi bat nhot danh dap tien gui may no chung
        ta dang se da roi chua hay nhe a oi nhu the de khi sau truoc bao dau ai moi cung ko dc ngta chong vo bo me
        ba ong gia dinh be trai gai tuoi nam xinh dep thich muon lay ep bon tui  nuoc sang lao dong luon gap mua
        khach tieng gio tuan so xa hoi tha mat
    """,
    "bi": """
        blong long mi yu hem hemi yumi mifala yufala olgeta oli ol i mo wetem stap wan tu tri samting bae bin finis
        nomo no save wantem mas talem tekem givim go kam lukim harem bigfala smol gudfala nogud man woman pikinini
        haos wok mane vatu tankyu plis from olsem wanem wea hu taem naoia tede tumoro yestedei sipos be ia we nao
        yet tumas plante evri eniwan askem sendem pem fri ples aelan kantri narafala fren brata sista famle bos ofis
        helpem fosem lokem kilim holem salem fon paspot kampani manis vilej turis aot insaed afta bifo evriwan
        eniman stori lanwis rij mared gel boe papa mama angkel bubu lusum faenem bringim pulum kasem nidim lukaotem
        hariap skul sevem ronwei polis ejen krosem naet moning bel toktok stret tru laekem lavem fet nara disfala
    """,
    "fj": """
        na ni sa e ko o au iko koya keda keitou kemudou ira mo me ka kei ena mai vei ga sara tiko tu ra qai era
        eratou sega kua rawa cakacaka ilavo vula veivuke kerea vinaka bula noqu nomu nona neimami nodra nodratou
        keimami mada oqo oqori vale vanua lako kauta tukuna vakarau gole saumi kina baleta se ke ia qo yani tale
        vakalevu levu lailai gone marama turaga tamata veivale vuvale isau ivola vakacava cava edua dua rua tolu
        yabaki io moce kemuni nomuni keirau kedra sobo isa vakaloloma vukei bosi pasipote pasipoti ovisa tinamu
        tamamu luvemu luvequ itaba visa yalewa goneyalewa itokani kabani dola talevoni kakana rumu siga macawa bogi
        mataka matavuvale lewe sogolati yavitaki volitaki vakasaurarataki sauma taura rogoca raica vosa meseji vuli
        koro talatala minisita kerekere yalovinaka kevaka segai oti tekivu vakauta volia tiki niu meu kemudrau daru
        edaru neitou noda
    """,
    "hif": """
        hai hum tum uu ii ham aap ke ka ki se me par aur nahi nai mat kya kaun kab kaha kaise hoi hoga rahaa raha
        rahi gaya gayaa gae kar karo kare karna karta paisa kaam naukri chahiye chaahi mang maang bahut accha achha
        ghar jaao jaana jao aana aao bolo bol bole bolis baat koi kuch kuchh sab log logan laga lage diya dis lis le
        leke de do ek dui tin abhi abi aaj kal lekin magar agar toh to bhi hi wala waala waale bhai bahin beti beta
        madad karis rahe humlog tumlog uske iske mere tumhar tumaar hamaar apna aapan sakta sakte sake nahin rakkho
        bheje bhejo milega milegi khali pahile baad mein unlog larki larka hamke humke tumke tumse hamse ulog wahan
        yahan zabardasti bachaao bachao karaae karais bolin din phasa ghanta hafta mahina saal naam bina jaldi bahar
        baahar dusra duusra pagaar pagar ticket dewe dewo dena bhejna mummy dost sath saath khaatir liye kisi batao
        batana mile milne band maare maaris karza karja chaahe pyaar shaadi
    """,
}
_SCORES: dict[str, list[tuple[str, float]]] = {}
_WORTH_ONE, _WORTH_SHARED = 1.0, 0.35
for _code, _listed in _WORDS.items():
    for _word in set(_listed.split()):
        _SCORES.setdefault(_word, []).append((_code, _WORTH_ONE))
_SCORES = {
    word: [(code, _WORTH_ONE if len(votes) == 1 else _WORTH_SHARED) for code, _ in votes]
    for word, votes in _SCORES.items()
}
_VIETNAMESE = re.compile("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
_FRENCH = re.compile("[éèêëàâçùûîïôœ]")
_ENOUGH_ACCENTS = 2
_LEAST_SHARE = 0.15  # of the words must speak for a language, or it stays unknown
_FEW, _HEARD_IN_FEW = 8, 0.6  # in so few words, so much is enough
_MOST_WORDS = 2_000  # more words do not make the guess better
_SURELY_OTHER = 0.75  # so sure must it be that the language is none of the six, or the small words vote


def everyday() -> Collection[str]:
    """Give the everyday words of all languages."""
    return _SCORES.keys()


def is_accented_vietnamese(text: str) -> bool:
    """Say whether the writer types Vietnamese accents (two letters that only Vietnamese has)."""
    return not text.isascii() and len(_VIETNAMESE.findall(text[:10_000])) >= _ENOUGH_ACCENTS


def language_of(words: Sequence[str], text: str) -> str:
    """Language code of a message from its unaccented words and its folded text, or "unknown"."""
    if is_accented_vietnamese(text):
        return "vi"
    found = identify(text)
    if found.language in _WORDS:
        return found.language
    if found.confidence >= _SURELY_OTHER:
        return "unknown"
    words = words[:_MOST_WORDS]
    votes = dict.fromkeys(_WORDS, 0.0)
    for word in words:
        for code, worth in _SCORES.get(word, ()):
            votes[code] += worth
    if not text.isascii():
        votes["fr"] += 0.5 * min(len(_FRENCH.findall(text[:10_000])), len(words) / 4)
    best = max(votes, key=votes.__getitem__)
    return best if votes[best] >= max(_LEAST_SHARE * len(words), _WORTH_SHARED) else "unknown"


def is_heard(code: str, words: Sequence[str]) -> bool:
    """Say whether a sentence, by its everyday words, may be in this language: else a likeness of words is chance."""
    heard = sum(worth for word in words for spoken, worth in _SCORES.get(word, ()) if spoken == code)
    return heard >= (_HEARD_IN_FEW if len(words) <= _FEW else max(_WORTH_ONE, _LEAST_SHARE * len(words)))
