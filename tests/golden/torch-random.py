"""Writes torch-random.json: what PyTorch draws after torch.manual_seed. See README.md."""
import json, pathlib, torch

def seeded(seed, draw):
    torch.manual_seed(seed)
    return draw()

golden = {
    "randn": [
        {"seed": seed, "counts": counts, "values": seeded(seed, lambda: [torch.randn(n).tolist() for n in counts])}
        for seed, counts in [(0, [1]), (42, [15]), (7, [3, 4, 16, 1]), (1, [17, 5, 31]), (2**40 + 5, [64, 40])]
    ],
    "rand": {"seed": 3, "values": seeded(3, lambda: torch.rand(20).tolist())},
    "randint": [
        {"seed": 3, "limit": limit, "values": seeded(3, lambda: torch.randint(limit, (5,)).tolist())}
        for limit in (2, 10, 1000, 2**28 - 1, 2**28, 2**32 - 5)
    ],
    "randperm": {"seed": 3, "values": seeded(3, lambda: torch.randperm(40).tolist())},
    # A long draw as a checksum of its bits: the sum of the float32 words modulo 2**32.
    "bits": {"seed": 0, "count": 100000, "sum": int(seeded(0, lambda: torch.randn(100000)).numpy().view("uint32").sum(dtype="uint64") % 2**32)},
}
(pathlib.Path(__file__).parent / "torch-random.json").write_text(json.dumps(golden))
