"""The pages about answers: search, one whole, what the team says of it, and what the team writes itself."""
