"""Help: the pages that ship with the program, the list of keys, and who made what."""
