"""Writes spacing.json: diffusers' lists of steps and of flow's sigmas. See README.md."""
import json, pathlib
import numpy as np
from diffusers import DDIMScheduler, FlowMatchEulerDiscreteScheduler

def steps_of(spacing, steps):
    scheduler = DDIMScheduler(timestep_spacing=spacing)
    scheduler.set_timesteps(steps)
    return [int(t) for t in scheduler.timesteps]

def flow(steps, shift):
    scheduler = FlowMatchEulerDiscreteScheduler(shift=shift)
    scheduler.set_timesteps(steps)
    return scheduler.sigmas.tolist()

def flux(steps, tokens):
    # As in FluxPipeline: calculate_shift with FLUX.1-dev's scheduler configuration.
    mu = tokens * (1.15 - 0.5) / (4096 - 256) + 0.5 - (1.15 - 0.5) / (4096 - 256) * 256
    scheduler = FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True, shift=3.0)
    scheduler.set_timesteps(sigmas=np.linspace(1.0, 1 / steps, steps), mu=mu)
    return scheduler.sigmas.tolist()

golden = {
    "lists": [{"spacing": spacing, "steps": n, "values": steps_of(spacing, n)}
        for spacing in ("leading", "trailing", "linspace") for n in (2, 3, 7, 16, 30, 48, 64, 77)],
    "flow": [{"steps": n, "shift": shift, "values": flow(n, shift)} for n, shift in [(4, 1.0), (10, 3.0), (28, 6.0)]],
    "flux": [{"steps": n, "tokens": tokens, "values": flux(n, tokens)} for n, tokens in [(4, 256), (28, 4096), (10, 1000)]],
}
(pathlib.Path(__file__).parent / "spacing.json").write_text(json.dumps(golden))
