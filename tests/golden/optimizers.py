"""Writes optimizers.json: what torch.optim makes of a parameter in six steps, and learning rates. See README.md.

The loss is the sum of x⁴ / 4 + x. Values are float64, so that the test's tolerance is that of float32 alone.
"""
import json, pathlib, torch

def noise(size, seed):
    state, values = (seed * 7919 + 12345) % 2**32, []
    for _ in range(size):
        state = (state * 1664525 + 1013904223) % 2**32
        values.append(state / 2**31 - 1)
    return torch.tensor(values, dtype=torch.float64)

def run(make, clip=None):
    x = noise(12, 1).requires_grad_()
    optimizer = make([x])
    steps = []
    for _ in range(6):
        optimizer.zero_grad()
        (x**4 / 4 + x).sum().backward()
        if clip: torch.nn.utils.clip_grad_norm_([x], clip)
        optimizer.step()
        steps.append(x.detach().tolist())
    return steps

O = torch.optim
optimizers = {
    "adam": run(lambda p: O.Adam(p, lr=0.1)),
    "adam, betas, epsilon and decay": run(lambda p: O.Adam(p, lr=0.1, betas=(0.8, 0.9), eps=1e-3, weight_decay=0.3)),
    "adamw": run(lambda p: O.AdamW(p, lr=0.1)),
    "adamw, decay": run(lambda p: O.AdamW(p, lr=0.1, weight_decay=0.3)),
    "sgd": run(lambda p: O.SGD(p, lr=0.05)),
    "sgd, momentum": run(lambda p: O.SGD(p, lr=0.05, momentum=0.9)),
    "sgd, nesterov and decay": run(lambda p: O.SGD(p, lr=0.05, momentum=0.9, nesterov=True, weight_decay=0.3)),
    "sgd, clipped": run(lambda p: O.SGD(p, lr=0.05, momentum=0.9), clip=0.7),
}

def rates(make, steps):
    optimizer = O.SGD([torch.zeros(1, requires_grad=True)], lr=0.02)
    schedule = make(optimizer)
    found = []
    for _ in range(steps):
        found.append(schedule.get_last_lr()[0])
        optimizer.step()
        schedule.step()
    return found

S = O.lr_scheduler
warm = lambda o, then, steps: S.SequentialLR(o, [S.LinearLR(o, 1 / steps, total_iters=steps - 1), then], [steps])
rate = {
    "cosine": rates(lambda o: S.CosineAnnealingLR(o, 50, eta_min=0.001), 50),
    "one cycle": rates(lambda o: S.OneCycleLR(o, 0.02, total_steps=50), 50),
    "one cycle, own": rates(lambda o: S.OneCycleLR(o, 0.02, total_steps=77, pct_start=0.1, div_factor=10, final_div_factor=100), 77),
    "warmup and cosine": rates(lambda o: warm(o, S.CosineAnnealingLR(o, 40), 10), 50),
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps({"optimizers": optimizers, "rates": rate}) + "\n")
