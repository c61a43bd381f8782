"""Writes schedules.json: alphaBar of diffusers' schedules at every 37th step. See README.md."""
import json, pathlib
from diffusers import DDPMScheduler

ends = {"beta_start": 0.0001, "beta_end": 0.02}
stable = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}
settings = {
    "linear": {**ends, "beta_schedule": "linear"},
    "scaled linear": stable,
    "cosine": {"beta_schedule": "squaredcos_cap_v2"},
    "sigmoid": {**ends, "beta_schedule": "sigmoid"},
    "zero terminal SNR": {**stable, "rescale_betas_zero_snr": True},
}
golden = {name: DDPMScheduler(**kwargs).alphas_cumprod[::37].tolist() for name, kwargs in settings.items()}
(pathlib.Path(__file__).parent / "schedules.json").write_text(json.dumps(golden))
