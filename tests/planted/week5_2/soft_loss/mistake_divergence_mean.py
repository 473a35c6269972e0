# expect: the divergence, in the mean
def soft_loss(student, teacher, temperature):
    soft = (teacher / temperature).softmax(-1)
    guess = (student / temperature).log_softmax(-1)
    return temperature**2 * (soft * (soft.log() - guess)).mean()
