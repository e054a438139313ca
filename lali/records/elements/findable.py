"""What of a suspected offence is put into the index: what members wrote about it, never what the law calls it."""

from collections.abc import Iterable, Iterator

from lali.records.elements.models import SuspectedOffence
from lali.records.search.index import put_entry, take_out
from lali.records.search.terms import Entry
from lali.records.search.vocabulary import FoundKind


def of_offences(offences: Iterable[SuspectedOffence]) -> Iterator[Entry]:
    """Entries of suspected offences about which something was written: the note, why its state, what proofs say.

    They come with `case` and `proofs` read.
    """
    for one in offences:
        standing = [proof for proof in one.proofs.all() if proof.withdrawn_at is None]
        said = [one.note, one.state_why, *(words for proof in standing for words in (proof.in_words, proof.note))]
        if any(said):
            words = "\n".join(filter(None, said))
            yield Entry(record=one.subject, door=one.case.subject, kind=FoundKind.OFFENCE, words=words)


def put_offence(suspected: SuspectedOffence) -> None:
    """Put a suspected offence into the index as it stands now, or take it out when nothing is written about it."""
    entries = list(of_offences(SuspectedOffence.objects.filter(pk=suspected.pk).select_related("case")))
    for entry in entries:
        put_entry(entry)
    if not entries:
        take_out(suspected.subject)
