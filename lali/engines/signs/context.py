"""Whether words mean what they seem to: denial ("no fee"), warning ("never pay a fee"), news, a survivor's account."""

from collections.abc import Iterable
from itertools import chain

from .catalogue import LANGUAGES, Entry, entries
from .matcher import Found, Matcher
from .rules import ACT_AT_ONCE
from .tokens import Tokens
from .vocabulary import Places

_DENIAL_REACH = 3  # words before a sign in which a denial still belongs to it
_DENIAL_REACH_CLOSE = 1  # for captivity and violence: "no food, locked us in" denies the food, not the lock
_CALLS_FOR_HELP = frozenset({"plea_help", "silent_since"})  # they speak of now, whatever else is told
_STRONG = 3
_MIXED_WITH_ENGLISH = frozenset({"bi", "fj", "hif"})


class Context:
    """The frames of one message, and what they do to its signs."""

    def __init__(self, tokens: Tokens, found: Iterable[Found], matcher: Matcher, places: Places, spoken: str) -> None:
        """Note denials, first persons and frames; words that a sign itself uses deny nothing else.

        A small word that denies in one language may be an article in another, so each sign is denied only in its own
        language, in the language `spoken` in the message, and in English where people mix it in.
        """
        found = list(found)
        self._tokens = tokens
        self._frames = {one.target for one in found if one.is_frame}
        if any(_is_offer_itself(one) for one in found):
            self._frames.add(":offer")
        frames = [one for one in found if one.is_frame and one.start not in tokens.quoted]
        self._unquoted = {one.target for one in frames}
        self._excused = {
            (one.target, one.language, tokens.sentences[one.start])
            for one in found
            if one.target.startswith(":unless:")
        }
        self._warned = self._sentences(one for one in frames if one.target == ":warning")
        self._called = any(
            one.target == ":contact" and tokens.sentences[one.start] not in self._warned for one in frames
        )
        used = {place for one in found if not one.is_frame for place in _words_used(one)}
        self._spoken = spoken
        self._denials = {code: _words_of(matcher, places, "{negators}", code) - used for code in LANGUAGES}
        self._denials_after = {code: _words_of(matcher, places, "{negators_after}", code) - used for code in LANGUAGES}
        me = _words_of(matcher, places, "{me}", spoken if spoken in LANGUAGES else "en")
        self._first_person = {tokens.sentences[place] for place in me}

    def _sentences(self, found: Iterable[Found]) -> set[int]:
        return {self._tokens.sentences[one.start] for one in found}

    def stands(self, one: Found, entry: Entry) -> bool:
        """Say whether the sign counts: its frame is there, and it is neither denied nor warned of."""
        if entry.needs and f":{entry.needs}" not in self._frames:
            return False
        if self._is_excused(one) or (entry.deniable and self._is_denied(one, entry)):
            return False
        if entry.id in _CALLS_FOR_HELP or self._tokens.sentences[one.start] not in self._warned:
            return True
        return self._is_own_plight(one, entry)

    def _is_own_plight(self, one: Found, entry: Entry) -> bool:
        """Grave, and told in the first person: not a leaflet about others."""
        return entry.weight >= ACT_AT_ONCE and self._tokens.sentences[one.start] in self._first_person

    def _languages(self, one: Found) -> set[str]:
        """Languages whose small words may deny or excuse this sign."""
        mixed = {"en"} if one.language in _MIXED_WITH_ENGLISH else set()
        return {one.language, self._spoken} & set(LANGUAGES) | mixed

    def _is_excused(self, one: Found) -> bool:
        sentence = self._tokens.sentences[one.start]
        return any((f":unless:{one.target}", code, sentence) in self._excused for code in self._languages(one))

    def _is_denied(self, one: Found, entry: Entry) -> bool:
        codes = self._languages(one)
        before = set().union(*(self._denials[code] for code in codes))
        after = set().union(*(self._denials_after[code] for code in codes))
        reach = _DENIAL_REACH_CLOSE if entry.stage == "exploitation" else _DENIAL_REACH
        clause = self._tokens.clauses
        if any(place in before for place in range(one.start, one.end)):
            return True
        earlier = range(max(one.start - reach, 0), one.start)
        if any(place in before and clause[place] == clause[one.start] for place in earlier):
            return True
        later = range(one.end, min(one.end + 2, len(self._tokens)))
        return any(place in after and clause[place] == clause[one.end - 1] for place in later)

    def spoken_about(self, standing: Iterable[Found]) -> bool:
        """Say whether the text speaks about lures (news, warning, survivor) and is neither lure nor plea."""
        if self._called or not self._unquoted & {":report", ":warning", ":survivor"}:
            return False
        own_words = [one for one in standing if one.start not in self._tokens.quoted]
        if any(one.target in _CALLS_FOR_HELP for one in own_words):
            return False
        if ":survivor" in self._unquoted:
            return True
        return not any(self._is_own_plight(one, entries()[one.target]) for one in own_words)


def _is_offer_itself(one: Found) -> bool:
    """Say whether a sign is itself an offer, so that lesser signs beside it count (a broker, a money mule)."""
    if one.is_frame:
        return False
    entry = entries()[one.target]
    return entry.stage == "recruitment" and entry.weight >= _STRONG and not entry.needs


def _words_used(one: Found) -> Iterable[int]:
    return chain.from_iterable(range(*place) for place in one.places)


def _words_of(matcher: Matcher, places: Places, named: str, code: str) -> set[int]:
    """Words that belong to a set of one language."""
    return {word for place in places[matcher.slot(named, code)] for word in range(*place)}
