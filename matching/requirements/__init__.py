"""A vacancy's text → what it requires, prefers and does not need, by rule.

`read_requirements` (`reading`) is the way in. A text is cut into clauses under their headings (`clauses`); each kind
has its reader, which finds spans with the parsers of `matching.language`; `strength` tells a must from a wish from a
negation. Nothing raises and nothing is guessed: what cannot be read is not there.
"""
