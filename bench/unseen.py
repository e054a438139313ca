"""Sets with the truth that families were not tuned on: other seeds, other shapes than `bench.hostile`. Measured only."""

import random
from collections.abc import Callable, Iterator

from bench.ads import Maker
from bench.hands import NAMES, PLACES, ideas, varied
from bench.hostile import Row, agencies, kits, of_hands, one_footer, phone, shuffled, sizes, stock_phrases, vacancies

PHRASES = """cherche personne sérieuse|salaire selon expérience|logement fourni sur place|appelez après dix-huit heures
envoyez une photo récente|sans expérience acceptée|billet d'avion pris en charge|contrat de deux ans|travail de nuit possible
paiement chaque semaine|bonne présentation exigée|anglais de base demandé|départ immédiat|places limitées
aucun frais à payer|débutant accepté|voiture souhaitée|travail en équipe|horaires souples|prime à la signature
repas compris|visa fait par nous|poste à pourvoir de suite|entretien par message|permis de conduire utile""".replace(
    "\n", "|"
).split("|")
SECTIONS = ("Description du poste :", "Votre profil :", "Nous offrons :", "Comment postuler :", "À propos de ce site :")
NOTICE = (
    "Le portail du lagon (inventé) publie les annonces telles que reçues, ne vérifie pas leur contenu et ne perçoit rien. "
    "Signalez toute annonce douteuse avec le bouton prévu. Ne payez jamais d'avance et gardez votre passeport avec vous."
)


def french_sections(many: int = 3000, seed: int = 101) -> Iterator[Row]:
    """Stock phrases under the fixed headings of a platform, a few words of the hand in each."""
    maker = Maker(seed)

    def copies(draw: random.Random) -> Iterator[str]:
        own = [" ".join(maker.some(draw.randint(3, 7))) for _ in SECTIONS[:-1]]
        said = draw.sample(PHRASES, 2 * len(own))
        for _ in range(sizes(draw, 50)):
            parts = [f"{head} {said[2 * at]}. {own[at]}. {said[2 * at + 1]}." for at, head in enumerate(SECTIONS[:-1])]
            yield f"{draw.choice(PLACES)}. {' '.join(parts)} {phone(draw)} {SECTIONS[-1]} {NOTICE}"

    yield from of_hands(many, seed, "f", copies)


def hospital(many: int = 3000, seed: int = 102) -> Iterator[Row]:
    """Vacancies of one employer: the same house, duties of wards that recur, and a paragraph of each vacancy."""
    maker = Maker(seed)
    house, wards = maker.text(maker.paragraph(6)), [maker.text(maker.paragraph(3)) for _ in range(12)]

    def copies(draw: random.Random) -> Iterator[str]:
        own = maker.text(maker.paragraph(draw.randint(2, 6)))
        for _ in range(draw.choice((1, 1, 2, 3, 6))):
            yield f"{own} {draw.choice(wards) if draw.random() < 0.5 else ''} {house} {phone(draw)}"

    yield from of_hands(many, seed, "h", copies)


def chains(many: int = 3000, seed: int = 103) -> Iterator[Row]:
    """Messages of eight languages that are passed on with words of others before and after."""
    draw, made = random.Random(seed), list[Row]()
    known = sorted(ideas().items())
    before = [text for _hand, (_language, text) in known]
    for hand, (_language, text) in draw.sample(known, 900):
        for _ in range(sizes(draw, 40)):
            passed = " ".join(draw.choice(before).split()[: draw.randint(0, 6)])
            made.append((hand, f"{passed} {varied(text, draw, [text], 0)} {draw.choice(NAMES)}"))
    yield from shuffled(draw, made, many)


def moved(many: int = 3000, seed: int = 104) -> Iterator[Row]:
    """Ads whose sentences each copy puts in an order of its own, one left out."""
    maker = Maker(seed)

    def copies(draw: random.Random) -> Iterator[str]:
        said = maker.paragraph(draw.randint(5, 9))
        for _ in range(sizes(draw, 50)):
            yield f"{maker.text(draw.sample(said, len(said) - 1))} {phone(draw)}"

    yield from of_hands(many, seed, "m", copies)


def one_among_others(many: int = 600, seed: int = 105) -> Iterator[Row]:
    """A small file of which half is of one hand, the rest strangers'."""
    draw, maker = random.Random(seed), Maker(seed)
    template = maker.template() + maker.paragraph(5)
    made = [("one", maker.text(maker.copy(template, 0.08, loose=True))) for _ in range(many // 2)]
    made += [(f"o{at}", maker.text(maker.paragraph(5))) for at in range(many - len(made))]
    yield from shuffled(draw, made, many)


SETS: dict[str, Callable[[], Iterator[Row]]] = {
    "French ads under fixed headings": french_sections,
    "vacancies of one hospital": hospital,
    "messages passed on": chains,
    "ads with sentences moved": moved,
    "a file half of one hand": one_among_others,
    "ads of stock phrases, another draw": lambda: stock_phrases(2000, 121),
    "ads over one footer, another draw": lambda: one_footer(2000, 122),
    "ads of agencies, another draw": lambda: agencies(2000, 123),
    "vacancies of six employers, another draw": lambda: vacancies(2000, 124),
    "messages of kits, another draw": lambda: kits(2000, 126),
}
