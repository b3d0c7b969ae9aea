"""The pages about sources: the list, adding one, one as it stands, its runs, its removal."""
