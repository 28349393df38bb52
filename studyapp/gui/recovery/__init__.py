"""What is shown instead of Today when the collection cannot be opened: what happened, and the ways on."""
