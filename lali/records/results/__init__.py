"""What the programme has brought about, in numbers: never about a person, and nothing about fewer than ten.

It reads what other records counted and keeps nothing itself. Promises: a number is shown with what is uncertain about
it; a group under ten people is hidden, and another with it where it could be had by subtraction.
"""
