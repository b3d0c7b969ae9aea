"""The README's table of figures: what is measured and how, and the one command that prints it."""
