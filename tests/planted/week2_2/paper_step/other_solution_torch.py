def paper_step(weights, gradients, t, first_rate, r, decay):
    new = {name: nn.Parameter(torch.tensor(value)) for name, value in weights.items()}
    for name, parameter in new.items():
        parameter.grad = torch.tensor(gradients[name])
    groups = [
        {"params": [new[name] for name in "CHUW"], "weight_decay": decay},
        {"params": [new["b"], new["d"]]},
    ]
    torch.optim.SGD(groups, lr=first_rate / (1 + r * t)).step()
    return {name: parameter.detach().numpy() for name, parameter in new.items()}
