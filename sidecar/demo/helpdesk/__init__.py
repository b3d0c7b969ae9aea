"""A sample helpdesk on a loopback port of its own: an ordinary page that knows nothing of Cuecard."""
