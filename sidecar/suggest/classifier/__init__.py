"""Which answer agents insert for which words: a classifier fitted to the asked questions of the team.

`features` turns texts into numbers, `model` asks, `fitting` fits, `training` reads the store and runs as a
process of its own, `keeper` decides when. Everything is disposable: without it the vote of the nearest
questions and the profiles of the answers still tell.
"""
