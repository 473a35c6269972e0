def soft_loss(student, teacher, temperature):
    weights = torch.softmax(teacher / temperature, dim=-1)
    surprise = -torch.log_softmax(student / temperature, dim=-1)
    return temperature**2 * (weights * surprise).sum(-1).mean()
