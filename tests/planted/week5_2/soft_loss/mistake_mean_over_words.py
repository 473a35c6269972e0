# expect: the mean over the vocabulary too
def soft_loss(student, teacher, temperature):
    soft = (teacher / temperature).softmax(-1)
    q = (student / temperature).log_softmax(-1)
    return -(temperature**2) * (soft * q).mean()
