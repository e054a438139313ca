"""Links: two records that speak of the same thing, proposed with the reason, judged by a person.

Promises: a hint about a record the reader may not see says only that there is one and whom to ask; nothing is tied
together by itself.
"""
