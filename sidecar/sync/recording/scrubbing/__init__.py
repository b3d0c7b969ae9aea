"""What is taken out of a recording before it is written: secrets, people, and what was written."""
