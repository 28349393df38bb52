"""The decks of the collection: how far each has come, and what can be done with it."""
