"""The local server: pulls knowledge through connectors, keeps it, finds the answer that fits a ticket."""
