"""The words of an exhibit go when it is restricted, within the action that restricts it."""

from lali.records.agencies.models import Member
from lali.records.contents.findable import record_of
from lali.records.contents.models import FileWords
from lali.records.evidence.models import Exhibit
from lali.records.search.index import take_out


def forget_words(_by: Member, exhibit: Exhibit) -> dict[str, str]:
    """Forget the words of an exhibit: nothing of them goes under seal, for they can be read again."""
    FileWords.objects.filter(exhibit=exhibit).delete()
    take_out(record_of(exhibit))
    return {}
