"""From elements of an XML file to messages."""

from collections.abc import Callable, Iterator

from lali.engines.chats.conversation import ChatRefused, Message, Stretch
from lali.engines.chats.encoding import settle, shown
from lali.engines.chats.head import head_of
from lali.engines.chats.json_messages import Told
from lali.engines.chats.originals import Original
from lali.engines.chats.xml_elements import SENTENCE, Node, Wanted, nodes


def refuse_definitions(original: Original) -> None:
    """ChatRefused for a file that begins by defining words of its own: a small one can unfold to fill a machine."""
    if "<!ENTITY" in head_of(original).text:
        raise ChatRefused("entities", SENTENCE)


def xml_parts(
    original: Original, wanted: Wanted, tell: Callable[[Node], tuple[Told, str]]
) -> Iterator[Message | Stretch]:
    """The whole of one file, in its order; `tell` gives a message and which conversation it is of."""
    settle(original)
    reached = 0
    for number, node in enumerate(nodes(original, wanted), 1):
        (sender, local, utc, text, kind, attachment, marks), chat = tell(node)
        yield Stretch(reached, node.start)
        attachment = shown(attachment) if attachment else None
        yield Message(
            number,
            shown(sender),
            local,
            utc,
            shown(text),
            kind,
            attachment,
            node.start,
            node.end,
            0,
            marks,
            shown(chat),
        )
        reached = node.end
    yield Stretch(reached, original.size)
