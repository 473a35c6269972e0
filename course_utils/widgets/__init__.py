"""Interactive pictures for the notebooks; each also becomes a web page that needs no kernel.

==============  ================================================================================
next_token      bars of the most likely next tokens, for several models side by side
attention       which tokens attend to which, for every layer and head
embeddings      a map of word vectors with neighbors and analogies
skeleton        what the three share: joining JavaScript, pages without a kernel, the still image
==============  ================================================================================

Import from the module itself: ``from course_utils.widgets.next_token import NextToken``.
"""
