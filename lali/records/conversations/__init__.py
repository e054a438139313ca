"""Conversations: exports of chats that are exhibits, read so that each message can be cited with its bytes.

Promises: reading never changes an exhibit and never unpacks it; every byte belongs to one message or to one unread
stretch; what a person decided about dates is kept with its reason; a reading that was stopped is listed and goes on
where it was. All that is kept of the messages is derived: the exhibit can be read again with the same choices. A note
stands beside a message, never instead of it.
"""
