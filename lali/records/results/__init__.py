"""What the programme has brought about, in numbers: never about a person, and nothing about fewer than ten.

It reads what other records counted and keeps nothing itself. Promises: a number is shown with what is uncertain about
it; people are told in full tens, and a group under ten people is not even named (`engines/knowledge/cells.py`).
"""
