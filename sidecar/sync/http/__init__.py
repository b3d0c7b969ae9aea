"""The way of connectors to the web: which addresses, how often, how much, and what to do when it fails."""
