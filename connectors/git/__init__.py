"""The `git` source: the documents in a git repository, here or on a server."""
