def soft_loss(student, teacher, temperature):
    soft = (teacher / temperature).softmax(-1)
    logits = student / temperature
    surprise = logits.logsumexp(-1) - (soft * logits).sum(-1)
    return temperature**2 * surprise.mean()
