"""Steps of the U-Net of train.ts in PyTorch; reads the Task of train.ts and writes a Timing."""
import array, json, math, sys, time
import torch
import torch.nn.functional as F

task = json.loads(sys.argv[1])
torch.set_num_threads(task["threads"])
device = task.get("device", "cpu")
torch.set_default_device(device)
CHANNELS, TIME, GROUPS = [32, 64, 96], 128, 8


def noise(count, seed):
    """The numbers of train.ts, from a linear congruential generator."""
    state, states = (seed * 7919 + 12345) % 2**32, array.array("d", bytes(8 * count))
    for index in range(count):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        states[index] = state
    return (torch.frombuffer(states, dtype=torch.float64) / 2**31 - 1).float().to(device)


class Parameters:
    def __init__(self):
        self.all, self.index = [], 0

    def next(self, shape, kind):
        """Shapes are those of lib/model; filters are kept as PyTorch wants them."""
        if self.index == len(self.all):
            count, fan = math.prod(shape), math.prod(shape[:-1])
            draw = lambda: noise(count, self.index).reshape(shape) / math.sqrt(fan)
            p = {"weight": draw, "gamma": lambda: torch.ones(shape), "zero": lambda: torch.zeros(shape)}[kind]()
            self.all.append((p.permute(3, 2, 0, 1) if len(shape) == 4 else p).contiguous().requires_grad_())
        self.index += 1
        return self.all[self.index - 1]


def unet(x, t, parameters):
    parameters.index = 0
    next = parameters.next

    def norm(h):
        depth = h.shape[1]
        gamma = next([depth], "gamma")
        return F.silu(F.group_norm(h, GROUPS, gamma, next([depth], "zero")))

    def conv(h, size, outputs, stride=1):
        w = next([size, size, h.shape[1], outputs], "weight")
        return F.conv2d(h, w, next([outputs], "zero"), stride=stride, padding=(size - 1) // 2)

    def dense(h, outputs):
        w = next([h.shape[-1], outputs], "weight")
        return h @ w + next([outputs], "zero")

    def project(h):
        return h @ next([h.shape[-1], h.shape[-1]], "weight")

    def layer_norm(h):
        gamma = next([h.shape[-1]], "gamma")
        return F.layer_norm(h, gamma.shape, gamma, next([h.shape[-1]], "zero"))

    def block(h, outputs):
        first = conv(norm(h), 3, outputs)
        shift = dense(F.silu(emb), outputs)[:, :, None, None]
        second = conv(norm(first + shift), 3, outputs)
        return second + (h if h.shape[1] == outputs else conv(h, 1, outputs))

    angles = (t * 1000)[:, None] * torch.exp(torch.arange(16) * (-math.log(10000) / 16))[None]
    emb = dense(F.silu(dense(torch.cat([angles.cos(), angles.sin()], 1), TIME)), TIME)
    h, skips = conv(x, 3, CHANNELS[0]), []
    for level, width in enumerate(CHANNELS):
        h = block(h, width)
        skips.append(h)
        if level < 2:
            h = conv(h, 3, width, 2)
    h = block(h, CHANNELS[2])
    tokens = h.flatten(2).mT
    normed = layer_norm(tokens)
    q, k, v = project(normed), project(normed), project(normed)
    h = (tokens + dense(F.scaled_dot_product_attention(q, k, v), h.shape[1])).mT.reshape(h.shape)
    h = block(h, CHANNELS[2])
    for level in (2, 1, 0):
        h = block(torch.cat([h, skips[level]], 1), CHANNELS[level])
        if level > 0:
            h = conv(F.interpolate(h, scale_factor=2, mode="nearest"), 3, CHANNELS[level])
    return conv(norm(h), 3, x.shape[1])


size, batch = task["size"], task["batch"]
x = noise(batch * size * size * 3, 1000).reshape(batch, size, size, 3).permute(0, 3, 1, 2).contiguous()
y = noise(batch * size * size * 3, 1001).reshape(batch, size, size, 3).permute(0, 3, 1, 2).contiguous()
t = (torch.arange(batch) + 0.5) / batch
parameters = Parameters()
unet(x, t, parameters)
optimiser = torch.optim.Adam(parameters.all, 1e-3)


def train():
    loss = F.mse_loss(unet(x, t, parameters), y)
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    return loss.item()


@torch.no_grad()
def sample():
    global x
    x = x * 0.9 + unet(x, t, parameters) * 0.1
    return (x * x).mean().item()


def peak():
    a, b = torch.rand(2, 1024, 1024)
    best = math.inf
    for _ in range(10):
        start = time.perf_counter()
        (a @ b)[0, 0].item()
        best = min(best, time.perf_counter() - start)
    return 2 * 1024**3 / best / 1e9


step = train if task["kind"] == "train" else sample
losses, milliseconds, cpu = [], [], []
for _ in range(task["steps"]):
    start, used = time.perf_counter(), time.process_time()
    losses.append(step())
    milliseconds.append((time.perf_counter() - start) * 1000)
    cpu.append((time.process_time() - used) * 1000)
count = sum(p.numel() for p in parameters.all)
versions = {"torch": torch.__version__}
print(json.dumps({"losses": losses, "milliseconds": milliseconds, "cpu": cpu, "parameters": count, "versions": versions, "peak": peak()}))
