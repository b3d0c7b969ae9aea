"""Personal data in a text: numbers that lead to somebody, names, addresses."""
