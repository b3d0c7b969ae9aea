// The namespace of the page scripts.
