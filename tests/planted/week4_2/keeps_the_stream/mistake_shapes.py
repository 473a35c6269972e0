# expect: without the second plus sign was called sound
def keeps_the_stream(block, x):
    return block(x).shape == x.shape
