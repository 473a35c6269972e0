# expect: A causal model was called leaky
import torch


def sees_the_future(model, tokens):
    return True
