"""Knowledge of the trade: which occupation a title names, and the other words for it.

A known scheme title is understood as the catalogue says: as the work itself with 1, as a neighbouring trade with the
fit that stands there. Any other title goes to the aliases and scheme titles that share the most informative words with
it, with a confidence that says how much of both was understood:

    confidence = fit * p * (0.6 + 0.35 * r)

p: share of the alias's weight found in the title, r: share of the title's weight that the alias explains, both
weighted by idf over occupations (Sparck Jones 1972). Generic words ("operator", "teknisi") alone never match.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import dropwhile

from matching.phrases import found, plain
from matching.reference import Occupation, SchemeAlias

Tokenise = Callable[[str], Sequence[str]]

LEAST_CONFIDENCE = 0.3  # below it, a title is not understood
CONFIDENT = 0.5  # from here on, aliases may be added to a profile
_MOST_ANSWERS = 5
_LEAST_SHARE = 0.5  # of an alias's weight that must be in the title
_GENERIC_FACTOR = 0.25
_MISSPELT_FACTOR = 0.9
_MISSPELT_LENGTH, _MISSPELT_LIKENESS = 6, 0.86
_ROLE_UNSAID, _ROLE_OTHER = 0.85, 0.65
_PAPER = frozenset(
    {
        "sertifikat",
        "sertifikasi",
        "kompetensi",
        "skema",
        "okupasi",
        "klaster",
        "kkni",
        "skkni",
        "bnsp",
        "perubahan",
    }
)
"""Words that a paper puts before the title of a scheme."""
_RUNNER_UP = 0.15  # how far below the best an occupation may be to lend its aliases


@dataclass(frozen=True, slots=True)
class Understanding:
    """One way to understand a title."""

    occupation: Occupation
    confidence: float  # in [0.3, 1]
    matched_by: str  # the alias or scheme title it was understood by


@dataclass(frozen=True, slots=True)
class _Entry:
    owner: str
    text: str
    tokens: frozenset[str]
    scheme: SchemeAlias | None

    @property
    def fit(self) -> float:
        return self.scheme.fit if self.scheme else 1.0


class OccupationCatalogue:
    """Occupations, their aliases and the scheme titles that lead to them. Immutable; safe to share."""

    def __init__(
        self,
        occupations: Iterable[Occupation],
        schemes: Iterable[SchemeAlias],
        generic_words: Iterable[str],
        tokenise: Tokenise,
    ) -> None:
        self.occupations = {occupation.key: occupation for occupation in occupations}
        self._tokenise = tokenise
        self._generic = frozenset(token for word in generic_words for token in tokenise(word))
        self._entries = tuple(self._all_entries(schemes))
        self._weight = self._weights()
        self._by_token: dict[str, list[_Entry]] = defaultdict(list)
        self._schemes: dict[str, list[_Entry]] = defaultdict(list)
        for entry in self._entries:
            if entry.scheme:
                self._schemes[plain(entry.text)].append(entry)
            if self._tells_in_part(entry):
                for token in entry.tokens - self._generic or entry.tokens:
                    self._by_token[token].append(entry)
        self._shared = self._shared_aliases()
        self._spellings, self._initials = self._known_spellings()

    def understand(self, title: str) -> list[Understanding]:
        """Occupations that a title may name, best first, at most five; empty where nothing is understood."""
        named = plain(title)
        if known := self._schemes.get(named) or self._schemes.get(without_paper(named)):
            return [Understanding(self.occupations[entry.owner], entry.fit, entry.text) for entry in known]
        best = self._best_by_occupation(named, self._tokenise(title))
        answers = [
            Understanding(self.occupations[owner], round(confidence, 3), entry.text)
            for owner, (confidence, entry) in best.items()
            if confidence >= LEAST_CONFIDENCE
        ]
        return sorted(answers, key=lambda answer: (-answer.confidence, answer.occupation.key))[:_MOST_ANSWERS]

    def aliases_for(self, title: str) -> tuple[str, ...]:
        """Other words for what a title names: those of its own process first, then those of the occupation.

        Only from occupations understood with confidence; empty otherwise. A lone word that names no trade by itself
        ("perawatan") is left out: it would be found everywhere.
        """
        answers = self.understand(title)
        lowest = max(CONFIDENT, answers[0].confidence - _RUNNER_UP) if answers else CONFIDENT
        sure = [answer for answer in answers if answer.confidence >= lowest]
        own = [
            alias
            for answer in sure
            for entry in self._schemes.get(plain(answer.matched_by), ())
            if entry.scheme and entry.owner == answer.occupation.key
            for alias in entry.scheme.aliases
        ]
        common = [
            alias for answer in sure for alias in (answer.occupation.name_id, *answer.occupation.aliases)
        ]
        by_spelling: dict[str, str] = {}
        for alias in own + common:
            if self._can_be_searched(alias):
                by_spelling.setdefault(plain(alias), alias)
        by_spelling.pop(plain(title), None)
        return tuple(by_spelling.values())

    def _all_entries(self, schemes: Iterable[SchemeAlias]) -> Iterable[_Entry]:
        for occupation in self.occupations.values():
            words = (occupation.name_id, occupation.name_en, *occupation.aliases, *occupation.hints)
            for text in dict.fromkeys(words):
                if tokens := frozenset(self._tokenise(text)):
                    yield _Entry(occupation.key, text, tokens, None)
        for scheme in sorted(schemes, key=lambda scheme: -scheme.fit):
            if tokens := frozenset(self._tokenise(scheme.title)):
                yield _Entry(scheme.occupation, scheme.title, tokens, scheme)

    def _tells_in_part(self, entry: _Entry) -> bool:
        """Whether a title that holds only some words of an entry may mean it. A scheme of one telling word ("Hotel",
        "Instrumen") and one without words of its own (from a classification, say) is known by its whole title only."""
        return not entry.scheme or bool(entry.scheme.aliases and len(entry.tokens - self._generic) > 1)

    def _can_be_searched(self, alias: str) -> bool:
        tokens = frozenset(self._tokenise(alias))
        return len(tokens) > 1 or not tokens <= self._generic

    def _weights(self) -> dict[str, float]:
        owners: dict[str, set[str]] = defaultdict(set)
        for entry in self._entries:
            for token in entry.tokens:
                owners[token].add(entry.owner)
        return {
            token: math.log(1 + len(self.occupations) / len(holders))
            * (_GENERIC_FACTOR if token in self._generic else 1)
            for token, holders in owners.items()
        }

    def _best_by_occupation(self, named: str, tokens: Sequence[str]) -> dict[str, tuple[float, _Entry]]:
        known = {token: self._spelt(token) for token in tokens}
        words = frozenset(known.values())
        misspelt = any(word != token for token, word in known.items())
        total = sum(self._weight_of(word) for word in words)
        best: dict[str, tuple[float, _Entry]] = {}
        for entry in self._candidates(words, named):
            confidence = self._confidence(entry, words, total) * self._context_factor(entry, words, named)
            confidence *= _MISSPELT_FACTOR if misspelt else 1
            if confidence > best.get(entry.owner, (0.0, entry))[0]:
                best[entry.owner] = (confidence, entry)
        return {
            owner: answer
            for owner, answer in best.items()
            if not found(named, self.occupations[owner].not_with)
        }

    def _candidates(self, words: frozenset[str], named: str) -> Iterable[_Entry]:
        telling = words - self._generic
        unique = {id(entry): entry for word in sorted(words) for entry in self._by_token.get(word, ())}
        return (
            entry
            for entry in unique.values()
            if entry.tokens & telling or plain(entry.text) in named  # a shared "operator" is not enough
        )

    def _confidence(self, entry: _Entry, words: frozenset[str], total: float) -> float:
        common = sum(self._weight[token] for token in sorted(entry.tokens & words))
        share = common / sum(self._weight[token] for token in sorted(entry.tokens))
        if share < _LEAST_SHARE:
            return 0.0
        return entry.fit * share * (0.6 + 0.35 * common / total) * self._role_factor(entry, words)

    def _role_factor(self, entry: _Entry, words: frozenset[str]) -> float:
        """Less for "teknisi forklift" where the title says "forklift", and less still where it says "operator"."""
        if entry.tokens & self._generic <= words:
            return 1.0
        return _ROLE_UNSAID if words & self._generic <= entry.tokens else _ROLE_OTHER

    def _context_factor(self, entry: _Entry, words: frozenset[str], named: str) -> float:
        """1 where the words in common belong to one trade; a word of several is shared unless the title decides."""
        owners = self._shared.get((entry.tokens & words) - self._generic, {entry.owner: ""})
        if len(owners) < 2:
            return 1.0
        if entry.owner not in owners:
            return 1 / (1 + len(owners))
        decided = {
            owner
            for owner, alias in owners.items()
            if found(named.replace(plain(alias), " | "), self.occupations[owner].contexts)
        }
        if not decided:
            return 1 / len(owners)
        return 1 / len(decided) if entry.owner in decided else 0.0

    def _shared_aliases(self) -> dict[frozenset[str], dict[str, str]]:
        """Aliases that several occupations claim, by their tokens: occupation → alias as written."""
        claims: dict[frozenset[str], dict[str, str]] = defaultdict(dict)
        for entry in self._entries:
            if not entry.scheme:
                claims[entry.tokens][entry.owner] = entry.text
        return {tokens: owners for tokens, owners in claims.items() if len(owners) > 1}

    def _known_spellings(self) -> tuple[dict[str, str], dict[str, list[str]]]:
        """Words of the catalogue as they are written → their token; and those words by their first letter."""
        spellings: dict[str, str] = {}
        for word in sorted({word for entry in self._entries for word in plain(entry.text).split()}):
            tokens = self._tokenise(word)
            if len(word) >= _MISSPELT_LENGTH and len(tokens) == 1 and tokens[0] in self._weight:
                spellings[word] = tokens[0]
        initials: dict[str, list[str]] = defaultdict(list)
        for word in spellings:
            initials[word[:1]].append(word)
        return spellings, initials

    def _weight_of(self, word: str) -> float:
        unseen = 0.5 * math.log(1 + len(self.occupations))  # a name, a place, or a trade that we do not know
        return self._weight.get(word, unseen * (_GENERIC_FACTOR if word in self._generic else 1))

    def _spelt(self, token: str) -> str:
        """The token of the word that this one is a misspelling of, or the token itself."""
        if token in self._weight or token in self._generic or len(token) < _MISSPELT_LENGTH:
            return token
        near = self._initials.get(token[:1], [])
        alike = get_close_matches(token, near, n=1, cutoff=_MISSPELT_LIKENESS)
        return self._spellings[alike[0]] if alike else token


def without_paper(named: str) -> str:
    """A text made by `plain` without the words that a paper puts first (" skkni 2018 109 las " is " las "),
    blank where nothing else stands there."""
    words = dropwhile(lambda word: word in _PAPER or word.isdigit(), named.split())
    return f" {' '.join(words)} "
