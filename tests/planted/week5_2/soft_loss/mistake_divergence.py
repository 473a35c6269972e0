# expect: that is the divergence
def soft_loss(student, teacher, temperature):
    soft = (teacher / temperature).softmax(-1)
    q = (student / temperature).log_softmax(-1)
    return temperature**2 * nn.functional.kl_div(q, soft, reduction="batchmean")
