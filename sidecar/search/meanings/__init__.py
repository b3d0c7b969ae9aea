"""The meaning of asked questions, titles and passages as vectors beside the index, and the nearest of them.

`meanings` is what answering uses, `view` searches one state, `follower` keeps it in step with the store.
Disposable like the index: every row can be encoded anew from the store.
"""
