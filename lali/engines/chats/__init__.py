"""Chats: exports of conversations, read so that they stand in court.

Promises: every byte of the original belongs to one message or to one stretch that is said to be unread, and whether
that is so is computed from the offsets; no order of day and month is guessed: the file shows it, a person says it, or a
person is asked; a file of any size is read in bounded memory; no file makes it fail: it is read, or refused with a
sentence. Must never write, never unpack to disk, and never change an original.

`read(source)` takes a path or an open stream, such as that of a sealed exhibit, and gives a `Conversation`: `source`,
`ask`, and `parts()`, which streams messages and unread stretches.
A format is one module, named in `formats.py`.
"""

from lali.engines.chats.conversation import READER_VERSION, ChatRefused, Choices, Conversation, Message, Stretch
from lali.engines.chats.opening import read

__all__ = ["READER_VERSION", "ChatRefused", "Choices", "Conversation", "Message", "Stretch", "read"]
