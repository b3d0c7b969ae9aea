"""The pages about ranking: what the team decides for kinds of tickets, its synonyms, and explanations."""
