# expect: the divergence, and without the square
def soft_loss(student, teacher, temperature):
    soft = (teacher / temperature).softmax(-1)
    guess = (student / temperature).log_softmax(-1)
    return nn.functional.kl_div(guess, soft, reduction="batchmean")
