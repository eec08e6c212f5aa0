"""Tells who a speaker is: an organisation, a group, the holder of a public office, or somebody without a name."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from vedette.model.span import Span
from vedette.model.statement import Speaker
from vedette.reading.parse import ParsedReport, span_of
from vedette.reading.scene import GroupMention
from vedette.reading.speakers_phrase import (
    is_office,
    is_public,
    is_speaker_word,
    noun_phrase,
    organisation_in,
    person_in,
    trim_name,
    with_list,
)
from vedette.reading.speech_words import speaker_nouns

#: Sentences back to which a pronoun or "the ministry" may point.
_MEMORY_SENTENCES = 4
_HE = {"he", "she", "him", "her", "his", "hers"}
_IT = {"it", "they", "them", "its", "their", "we", "our"}


@dataclass(frozen=True)
class _Remembered:
    speaker: Speaker
    sentence: int
    is_person: bool


class SpeakerBook:
    """The speakers of one report, met in order, so that "he" and "the ministry" find whom they stand for."""

    def __init__(self, parsed: ParsedReport, groups: Sequence[GroupMention]) -> None:
        """An empty book over a report and the groups that it names (in order)."""
        self._parsed = parsed
        self._groups = sorted(groups, key=lambda group: (group.span.part, group.span.start))
        self._starts = [(group.span.part, group.span.start) for group in self._groups]
        self._last: dict[bool, _Remembered] = {}
        self._holders: dict[str, Speaker] = {}
        self._surnames = _surnames(parsed)
        self._private: dict[str, Speaker] = {}

    def speaker(self, head: Token) -> Speaker:
        """Who the phrase around `head` names."""
        sentence = self._parsed.sentence_of(head).index
        if head.pos_ == "PRON" or head.tag_ in {"PRP", "PRP$"}:
            return self._pronoun(head, sentence)
        speaker, is_person = self._named(head)
        self._last[is_person] = _Remembered(speaker, sentence, is_person)
        if is_person:
            self._keep(head, speaker)
        return speaker

    def _keep(self, head: Token, speaker: Speaker) -> None:
        """Keeps a person for when only the surname is told: by name with an office, else by the word alone."""
        if speaker.name:
            self._holders.setdefault(speaker.name.split()[-1].lower(), speaker)
        elif head.pos_ == "PROPN":
            self._private.setdefault(head.lower_, speaker)

    def last(self, sentence: int) -> Speaker | None:
        """The speaker who spoke last before a sentence, None when too far back."""
        near = [one for one in self._last.values() if sentence - one.sentence <= _MEMORY_SENTENCES]
        return max(near, key=lambda one: (one.sentence, one.is_person)).speaker if near else None

    def _pronoun(self, head: Token, sentence: int) -> Speaker:
        span = span_of(head)
        word = head.lower_
        if word not in _HE and word not in _IT:
            return Speaker(span, description=head.text)
        if word in {"we", "our"}:
            return Speaker(span)
        known = self._last.get(word in _HE)
        nearer = self._subject_before(head, sentence, is_person=word in _HE)
        if nearer is not None and (known is None or known.sentence < sentence or not known.speaker.name):
            return replace(nearer, span=span)
        if known is None or sentence - known.sentence > _MEMORY_SENTENCES:
            return Speaker(span)
        return replace(known.speaker, span=span)

    def _subject_before(self, pronoun: Token, sentence: int, *, is_person: bool) -> Speaker | None:
        """The speaker that the subject before a pronoun names, in its sentence or the one before; None if it cannot."""
        for index in (sentence, sentence - 1):
            if index < 0:
                continue
            tokens = self._parsed.sentences[index].tokens
            for token in reversed(tokens):
                later = token.doc is pronoun.doc and token.i >= pronoun.i
                if later or token.dep_ not in {"nsubj", "nsubjpass"} or token.pos_ not in {"NOUN", "PROPN"}:
                    continue
                if not is_speaker_word(token):
                    continue
                speaker, person = self._named(token)
                if person is is_person or (
                    not is_person and token.tag_ in {"NNS", "NNPS"} and pronoun.lower_ == "they"
                ):
                    return speaker
        return None

    def _named(self, head: Token) -> tuple[Speaker, bool]:
        phrase = self._phrase(head)
        span = span_of(phrase)
        lower, lemma = head.lower_, head.lemma_.lower()
        if lemma in speaker_nouns("spokesperson") or lower in speaker_nouns("spokesperson"):
            return self._spokesperson(head, phrase, span), True
        head = _described_together(head)
        lower, lemma = head.lower_, head.lemma_.lower()
        holder = self._holders.get(lower) if head.pos_ == "PROPN" and len(phrase) == 1 else None
        if holder is not None:
            return replace(holder, span=span), True
        if head.pos_ == "PROPN" and len(phrase) == 1 and lower in self._surnames and not self._group_at(span):
            return replace(self._private.get(lower, Speaker(span)), span=span), True
        group = self._group_at(span_of(head))
        if group is not None and not is_office(lower):
            return Speaker(span, name=group.name, organisation=group.name), False
        if self._is_person(head, phrase):
            return self._person(head, phrase, span), True
        if lemma in speaker_nouns("document") and lower not in {"intelligence"}:
            return self._document(head, phrase, span), False
        if _is_organisation(head):
            return self._organisation(head, phrase, span), False
        if head.pos_ == "PROPN":
            return Speaker(span), True
        return Speaker(span, organisation=self._organisation_beside(phrase, head), description=trim_name(phrase)), True

    def _phrase(self, head: Token) -> TokenSpan:
        """The speaker's words, within the sentence (the parser may run over the end of a line)."""
        phrase, sentence = with_list(head), self._parsed.sentence_of(head).tokens
        start, end = max(phrase.start, sentence.start), min(phrase.end, sentence.end)
        return phrase if (start, end) == (phrase.start, phrase.end) else head.doc[start:end]

    def _is_person(self, head: Token, phrase: TokenSpan) -> bool:
        if head.lemma_.lower() in speaker_nouns("described") and not _is_organisation_noun(head):
            return True
        if head.ent_type_ == "PERSON" or is_office(head.lower_) or is_office(head.lemma_.lower()):
            return True
        if head.pos_ == "PROPN" and not _is_organisation_noun(head):
            return any(is_office(token.lower_) for token in phrase if token.i < head.i)
        return False

    def _person(self, head: Token, phrase: TokenSpan, span: Span) -> Speaker:
        told = person_in(phrase)
        beside = next((child for child in head.rights if child.dep_ == "appos"), None)
        other = noun_phrase(beside) if beside is not None else None
        more = person_in(other) if other is not None else None
        office = told.office or (more.office if more else None)
        name = told.name or (more.name if more else None)
        organisation = self._organisation_beside(phrase, head)
        if organisation is None and other is not None and beside is not None and not told.office:
            organisation = self._organisation_beside(other, beside)
        if office and (is_public(office, organisation) or self._is_country(phrase, other)):
            return self._holder(Speaker(span, name, office, organisation))
        known = self._holders.get(name.split()[-1].lower()) if name else None
        if known and head.pos_ == "PROPN":
            return replace(known, span=span)
        description = office or told.is_a or (more.is_a if more else None)
        if head.pos_ == "NOUN" and not told.name:
            description = trim_name(phrase)
        return Speaker(span, organisation=organisation, description=description)

    def _is_country(self, phrase: TokenSpan, other: TokenSpan | None) -> bool:
        """Whether the office is of a country or a people."""
        tokens = [*phrase, *(other or ())]
        return any(t.ent_type_ in {"GPE", "NORP"} for t in tokens)

    def _holder(self, speaker: Speaker) -> Speaker:
        """The holder of an office; "the minister" is the last one named whose office ends so."""
        if speaker.name:
            known = self._holders.get(speaker.name.split()[-1].lower())
            return replace(speaker, organisation=known.organisation) if known and not speaker.organisation else speaker
        if not speaker.role:
            return speaker
        wanted = speaker.role.lower().split()[-1]
        last = self._last.get(True)
        if last is None or not last.speaker.role or last.speaker.role.lower().split()[-1] != wanted:
            return speaker
        same = speaker.organisation in {None, last.speaker.organisation} and " " not in speaker.role
        return replace(last.speaker, span=speaker.span) if same else speaker

    def _spokesperson(self, head: Token, phrase: TokenSpan, span: Span) -> Speaker:
        beside = next((child for child in head.rights if child.dep_ == "appos"), None)
        organisation = self._organisation_beside(phrase, head)
        if organisation is None and beside is not None:
            organisation = self._organisation_beside(noun_phrase(beside), beside)
        return Speaker(span, role=head.text.lower(), organisation=organisation)

    def _document(self, head: Token, phrase: TokenSpan, span: Span) -> Speaker:
        organisation = self._organisation_beside(phrase, head)
        if organisation is None and head.left_edge.lower_ in {"the", "its", "his", "this"}:
            known = self._last.get(False)
            organisation = known.speaker.organisation if known else None
        return Speaker(span, organisation=organisation, description=trim_name(phrase))

    def _organisation(self, head: Token, phrase: TokenSpan, span: Span) -> Speaker:
        name = trim_name(phrase if head.pos_ != "PROPN" else noun_phrase(head))
        if len(phrase) == 2 and phrase[0].lower_ in {"the", "this", "that"} and head.pos_ == "NOUN":
            name = self._earlier(head, name)
        return Speaker(span, name=name, organisation=name)

    def _earlier(self, head: Token, name: str) -> str:
        """The full name of "the ministry", where the last organisation that spoke is one."""
        known = self._last.get(False)
        if known and known.speaker.name and head.lower_ in known.speaker.name.lower().split():
            return known.speaker.name
        if head.lower_ in {"group", "militia", "faction", "movement", "organisation", "organization"}:
            at = bisect_right(self._starts, (span_of(head).part, span_of(head).start)) - 1
            if at >= 0 and self._groups[at].kind == "armed_group" and self._groups[at].span.part == span_of(head).part:
                return self._groups[at].name
        return name

    def _organisation_beside(self, phrase: TokenSpan, head: Token) -> str | None:
        span = span_of(phrase)
        group = self._group_at(span)
        if group is not None and not group.span.overlaps(span_of(head)):
            return group.name
        return organisation_in(phrase, head)

    def _group_at(self, span: Span) -> GroupMention | None:
        """The group that a stretch names, the last one in it."""
        at = bisect_right(self._starts, (span.part, span.end - 1)) - 1
        if at >= 0 and self._groups[at].span.overlaps(span):
            return self._groups[at]
        return None


def _is_organisation_noun(head: Token) -> bool:
    return head.lower_ in speaker_nouns("organisation", "medium") or head.lemma_.lower() in speaker_nouns(
        "organisation", "medium"
    )


def _is_organisation(head: Token) -> bool:
    if head.ent_type_ in {"ORG", "NORP", "GPE"} and head.pos_ == "PROPN":
        return True
    persons = {"reporter", "journalist", "correspondent"}
    return _is_organisation_noun(head) and head.lemma_.lower() not in persons


def _described_together(head: Token) -> Token:
    """The noun that a list of modifiers leads to: "military and intelligence officials" are officials."""
    last = next((child for child in head.rights if child.dep_ == "conj"), None)
    if last is None or last.lemma_.lower() not in speaker_nouns("described"):
        return head
    if head.lemma_.lower() in speaker_nouns("described") or last.left_edge.pos_ == "DET":
        return head
    return last if head.lower_ in speaker_nouns("organisation") or head.pos_ == "ADJ" else head


def _surnames(parsed: ParsedReport) -> frozenset[str]:
    """Last words of the full names of persons in a report: alone they are persons too, whatever the recogniser says."""
    docs = {id(s.tokens.doc): s.tokens.doc for s in parsed.sentences}
    persons = (e for doc in docs.values() for e in doc.ents if e.label_ == "PERSON" and len(e) > 1)
    return frozenset(e[-1].lower_ for e in persons if e[-1].pos_ == "PROPN")
