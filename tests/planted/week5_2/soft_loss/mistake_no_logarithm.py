# expect: without a logarithm
def soft_loss(student, teacher, temperature):
    soft = (teacher / temperature).softmax(-1)
    guess = (student / temperature).softmax(-1)
    return -(temperature**2) * (soft * guess).sum(-1).mean()
