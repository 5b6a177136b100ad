"""Files → values: the columns of each kind of file, and what their cells mean. `data` has turned the file into rows
of strings; nothing is stored here.
"""
