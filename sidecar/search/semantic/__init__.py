"""Static word vectors fitted to a team's own language: meaning without a model at query time.

`vectors` is all that answering needs (numpy only). The rest builds: `teacher` runs a local sentence model,
`fitting` makes word vectors of what it says, `building` puts both together, resumable.
"""
