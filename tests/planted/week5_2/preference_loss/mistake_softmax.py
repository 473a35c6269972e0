# expect: a softmax over the comparisons
def preference_loss(chosen, rejected):
    return -torch.log_softmax(chosen - rejected, 0).mean()
