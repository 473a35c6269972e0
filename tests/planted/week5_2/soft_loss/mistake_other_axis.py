# expect: sum to 1 over the tokens
def soft_loss(student, teacher, temperature):
    soft = (teacher / temperature).softmax(0)
    return temperature**2 * nn.functional.cross_entropy(student / temperature, soft)
