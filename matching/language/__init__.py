"""Indonesian as people write it, turned into values: one set of parsers for imports, forms and vacancy texts.

Every parser raises `matching.errors.InvalidValue`, whose problem says what would be right, in Indonesian and
English, and never repeats the offending value. Nothing is guessed: what can be read in two ways is refused.
"""
