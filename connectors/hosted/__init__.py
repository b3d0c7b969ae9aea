"""What connectors of hosted helpdesks share: JSON APIs, from answers to documents, macro actions."""
