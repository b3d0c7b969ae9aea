"""The demonstration: sample knowledge of a fictional shop, a sample helpdesk, and what starts both."""
