"""Content preparation: pure functions from a document's body to safe HTML, plain text and passages."""
