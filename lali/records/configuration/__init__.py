"""Configuration: the lists, extra fields and case templates that an agency words itself, without code.

Promises: a configuration is one text (TOML) that a person can read; each change is a new version with who, when and
why, and every old version stays readable; nothing that a record may use is deleted, it is retired; a text that is wrong
anywhere is refused whole, each reason with its line. Must never hold anything about a case or a person.
"""
