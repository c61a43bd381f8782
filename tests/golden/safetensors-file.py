"""Writes safetensors-file.json: files of Python's safetensors as base64, with the values that torch sees in them. See README.md."""
import base64, json, pathlib, torch
from safetensors.torch import save

def noise(count, seed):
    state, values = (seed * 7919 + 12345) % 2**32, []
    for _ in range(count):
        state = (state * 1664525 + 1013904223) % 2**32
        values.append(state / 2**31 - 1)
    return torch.tensor(values, dtype=torch.float32)

floats = torch.cat([noise(40, 1) * 2.0 ** torch.arange(-30, 10).float(), torch.tensor([0.0, -0.0, 65504.0, 65519.0, 65520.0, 1e-8, 6e-8, 1.0009765625, 1.00048828125])])
codes = torch.arange(256, dtype=torch.uint8)
tensors = {
    "f32": floats, "f16": floats.half(), "bf16": floats.bfloat16(), "f64": noise(3, 2).double().reshape(3, 1),
    "i8": torch.tensor([-128, 127], dtype=torch.int8), "i16": torch.tensor([-32768, 7], dtype=torch.int16),
    "i32": torch.tensor([[-(2**31), 5]], dtype=torch.int32), "i64": torch.tensor([-(2**63), 2**62 + 1]),
    "u8": codes[:5], "bool": torch.tensor([True, False]), "scalar": torch.tensor(2.5), "empty": torch.zeros(0, 4),
    "nested.names.0": noise(6, 3).reshape(1, 2, 3), "unicode é😀": torch.ones(2),
}
narrow = {"f16": torch.arange(65536, dtype=torch.int32).to(torch.uint16).view(torch.float16)[::13].clone(),
          "e4m3": codes.view(torch.float8_e4m3fn), "e5m2": codes.clone().view(torch.float8_e5m2)}

def shown(x):
    if x.dtype == torch.int64: return [str(value) for value in x.flatten().tolist()]
    return [value if isinstance(value, int) or value == value and abs(value) != float("inf") else str(value) for value in x.double().flatten().tolist()]

def record(tensors, metadata=None):
    return {"file": base64.b64encode(save(tensors, metadata)).decode(),
            "values": {name: {"shape": list(x.shape), "data": shown(x)} for name, x in tensors.items()}}

result = {"all": record(tensors, {"format": "pt"}), "narrow": record(narrow)}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(result) + "\n")
