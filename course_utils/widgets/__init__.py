"""Interactive pictures for the notebooks; most also become web pages that need no kernel.

==============  ================================================================================
next_token      bars of the most likely next tokens, for several models side by side
attention       which tokens attend to which, for every layer and head
embeddings      a map of word vectors with neighbors and analogies
beam_tree       a beam search, token by token (ipywidgets: needs a kernel)
merges          byte-pair encoding, one merge at a time (ipywidgets: needs a kernel)
graph           values forward and gradients backward, one node at a time (ipywidgets, too)
skeleton        what the first three share: joined JavaScript, pages without a kernel, still images
==============  ================================================================================

Import from the module itself: ``from course_utils.widgets.next_token import NextToken``.
"""
