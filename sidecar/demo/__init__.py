"""The sample knowledge of a fictional shop, a sample helpdesk and how both are started."""
