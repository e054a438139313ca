"""What a node says in the languages of the public site: its own words over those that ship.

It lies in the letterbox's database, so that the public process can read it. Promises: no words of a member reach the
public before a second one, who speaks the language, has signed those very words; English stands beside what nobody has
signed; other words in English are another string, so nothing signed grows old in silence; two who write at once are
both shown both texts. Must never let a translation become markup: each is looked at again when it is laid over.
"""
