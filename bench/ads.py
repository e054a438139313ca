"""Made-up ads with the truth: families of one hand, and what makes them hard to tell apart.

Every family has a template of its own: sentences, slots (phone, pay, place, name), and for many a few words that change
from copy to copy, a sentence more or less, another order. Companies share an "about us" paragraph among many different
jobs; clauses on equal chances stand under ads of everybody. All names, numbers and addresses are invented.
"""

import random
from collections.abc import Iterator

ONSETS = [
    "b",
    "br",
    "d",
    "dr",
    "f",
    "fl",
    "g",
    "gr",
    "h",
    "k",
    "kl",
    "l",
    "m",
    "n",
    "p",
    "pr",
    "r",
    "s",
    "sk",
    "st",
    "t",
    "tr",
    "v",
    "w",
    "z",
]
VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "io", "ou"]
CODAS = ["", "", "n", "r", "l", "s", "t", "nd", "rk", "m"]
SMALL = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "for",
    "a",
    "with",
    "our",
    "on",
    "is",
    "you",
    "are",
    "we",
    "your",
    "will",
    "as",
    "be",
    "or",
    "at",
    "by",
    "from",
    "this",
    "an",
    "that",
    "all",
    "who",
]
STOCK = (
    "send your cv to {mail}", "call {phone} now", "message us on {phone}", "no experience needed",
    "accommodation and meals are provided", "we pay your ticket and visa", "immediate start", "limited seats only",
    "salary {pay} per month", "must be able to work under pressure", "good communication skills are required",
    "full time position", "apply today", "located in {place}", "ask for {name}", "working hours {number} to {number}",
    "earn up to {pay} weekly", "we are looking for motivated people", "training is given", "competitive salary and benefits",
    "only short listed candidates will be contacted", "minimum of {number} years of experience", "interviews on {number} june",
)  # fmt: skip
PLACES = [
    "Suva",
    "Nadi",
    "Lautoka",
    "Labasa",
    "Sigatoka",
    "Vila",
    "Luganville",
    "Tanna",
    "Hanoi",
    "Hue",
    "Dubai",
    "Bangkok",
    "Manila",
    "Sydney",
    "Perth",
    "Doha",
]
NAMES = [
    "Mere",
    "Sela",
    "Litia",
    "Ana",
    "Jone",
    "Tomasi",
    "Pita",
    "Rani",
    "Asha",
    "Vijay",
    "Linh",
    "Minh",
    "Thao",
    "Marie",
    "Luc",
    "Anna",
]


class Maker:
    """A maker of ads; the same seed makes the same ads."""

    def __init__(self, seed: int = 1, words: int = 6000) -> None:
        self.draw = random.Random(seed)
        self.words = [self._word() for _ in range(words)]
        self.weights = [1 / (rank + 8) for rank in range(words)]
        self.cumulative = list(_summed(self.weights))
        self.clauses = [self.paragraph(5) for _ in range(12)]

    def _word(self) -> str:
        draw = self.draw
        return "".join(
            draw.choice(ONSETS) + draw.choice(VOWELS) + draw.choice(CODAS) for _ in range(draw.choice((1, 2, 2, 3)))
        )

    def some(self, many: int) -> list[str]:
        """So many words, those of the front of the list rather."""
        return self.draw.choices(self.words, cum_weights=self.cumulative, k=many)

    def _sentence(self) -> list[str]:
        draw = self.draw
        if draw.random() < 0.25:
            return draw.choice(STOCK).split()
        words = self.some(draw.randint(6, 16))
        return [draw.choice(SMALL) if draw.random() < 0.4 else word for word in words]

    def paragraph(self, sentences: int) -> list[list[str]]:
        """So many sentences, as words."""
        return [self._sentence() for _ in range(sentences)]

    def _filled(self, word: str) -> str:
        draw = self.draw
        if "{" not in word:
            return word
        return {
            "{phone}": lambda: f"+679 {draw.randint(200, 999)} {draw.randint(1000, 9999)}",
            "{pay}": lambda: f"{draw.choice(('$', 'FJD ', 'USD '))}{draw.randint(3, 99) * 50}",
            "{place}": lambda: draw.choice(PLACES),
            "{name}": lambda: draw.choice(NAMES),
            "{number}": lambda: str(draw.randint(1, 30)),
            "{mail}": lambda: f"{draw.choice(NAMES).lower()}{draw.randint(1, 99)}@{draw.choice(self.words)}.example",
        }.get(word, lambda: word)()

    def template(self) -> list[list[str]]:
        """Sentences of one family, with its slots."""
        body = self.paragraph(self.draw.choice((2, 3, 4, 6, 8, 10)))
        slots = self.draw.sample(STOCK, self.draw.randint(1, 4))
        for slot in slots:
            body.insert(self.draw.randint(0, len(body)), slot.split())
        return body

    def copy(self, template: list[list[str]], changed: float, loose: bool) -> list[list[str]]:
        """One more ad of a family: `changed` of its words are others; a loose hand also moves or leaves out a sentence."""
        draw = self.draw
        said = [
            [word if "{" in word or draw.random() >= changed else self.some(1)[0] for word in sentence]
            for sentence in template
        ]
        if loose and len(said) > 3:
            if draw.random() < 0.3:
                del said[draw.randrange(len(said))]
            if draw.random() < 0.3:
                one = draw.randrange(len(said) - 1)
                said[one], said[one + 1] = said[one + 1], said[one]
            if draw.random() < 0.3:
                said.insert(draw.randint(0, len(said)), self._sentence())
        return said

    def text(self, sentences: list[list[str]]) -> str:
        """As it is written."""
        return ". ".join(" ".join(map(self._filled, sentence)).capitalize() for sentence in sentences) + "."

    def ads(self, many: int) -> Iterator[tuple[str, str]]:
        """About as many ads as asked for: (family, text), in no order that helps."""
        draw, made, companies = self.draw, [], []
        family = 0
        while len(made) < many:
            if not companies or draw.random() < 0.1:
                companies.append(self.paragraph(draw.choice((2, 4, 6))))
            company = draw.choice(companies[-200:]) if draw.random() < 0.5 else []
            clause = draw.choice(self.clauses) if draw.random() < 0.3 else []
            template, changed = self.template(), draw.choice((0, 0, 0.03, 0.08, 0.15, 0.2))
            size = 1 if draw.random() < 0.5 else min(1 + int(draw.paretovariate(0.9)), 400)
            loose, before = draw.random() < 0.4, draw.random() < 0.5
            for _ in range(min(size, many - len(made))):
                body = self.copy(template, changed, loose)
                made += [(f"f{family}", self.text((company + body if before else body + company) + clause))]
            family += 1
        draw.shuffle(made)
        yield from made


def _summed(weights: list[float]) -> Iterator[float]:
    total = 0.0
    for weight in weights:
        total += weight
        yield total
