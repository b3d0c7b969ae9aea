"""The search box: from what is typed to what is asked of the index, letter by letter and with mistakes."""
