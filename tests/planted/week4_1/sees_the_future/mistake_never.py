# expect: sees the whole text was called causal
import torch


def sees_the_future(model, tokens):
    return False
