"""Writes samplers.json: full sampling loops of diffusers' schedulers with its tests' model and sample. See README.md.

The model is f(x, t) = x·t/(t + 1); the sample is arange(768)/768 as (3, 8, 8, 4), its last axis moved to the front.
Each entry keeps the sum of the result and every 16th of its 768 numbers.
"""
import json, pathlib
import torch
from diffusers import (DDIMScheduler, DDPMScheduler, DPMSolverMultistepScheduler, EDMDPMSolverMultistepScheduler,
    EDMEulerScheduler, EulerAncestralDiscreteScheduler, EulerDiscreteScheduler, FlowMatchEulerDiscreteScheduler,
    FlowMatchHeunDiscreteScheduler, HeunDiscreteScheduler, LMSDiscreteScheduler, PNDMScheduler, UniPCMultistepScheduler)

sample = (torch.arange(768) / 768).reshape(3, 8, 8, 4).permute(3, 0, 1, 2).contiguous()
model = lambda x, t: x * t / (t + 1)
linear = {"beta_start": 0.0001, "beta_end": 0.02, "beta_schedule": "linear"}
long = {**linear, "num_train_timesteps": 1100}
solver = {**linear, "lower_order_final": True, "final_sigmas_type": "zero"}

def loop(scheduler, steps, seed=None, put_back=False, **step_options):
    """put_back: as diffusers' own tests do, hand the scaled input to the step in place of x."""
    generator = torch.manual_seed(seed) if seed is not None else None
    if generator is not None:
        step_options["generator"] = generator
    scheduler.set_timesteps(steps)
    x = sample * getattr(scheduler, "init_noise_sigma", 1)
    begin = x
    for t in scheduler.timesteps:
        scaled = scheduler.scale_model_input(x, t) if hasattr(scheduler, "scale_model_input") else x
        x = scheduler.step(model(scaled, t), t, scaled if put_back else x, **step_options).prev_sample
    return {
        "timesteps": [float(t) for t in scheduler.timesteps] if steps < 1000 else [],
        "sigmas": [float(s) for s in getattr(scheduler, "sigmas", [])],
        "scale": float(begin.flatten()[1] / sample.flatten()[1]),
        "sum": x.abs().sum().item(),
        "values": x.flatten()[::16].tolist(),
    }

golden = {
    "ddpm": loop(DDPMScheduler(**linear, clip_sample=True), 1000, seed=0),
    "ddpm v": loop(DDPMScheduler(**linear, clip_sample=True, prediction_type="v_prediction"), 1000, seed=0),
    "ddpm 20": loop(DDPMScheduler(**linear, clip_sample=False), 20, seed=0),
    "ddim": loop(DDIMScheduler(**linear, clip_sample=True), 10),
    "ddim v": loop(DDIMScheduler(**linear, clip_sample=True, prediction_type="v_prediction"), 10),
    "ddim eta": loop(DDIMScheduler(**linear, clip_sample=False), 10, seed=0, eta=0.7),
    "ddim clipped": loop(DDIMScheduler(**linear, clip_sample=True, clip_sample_range=0.05), 10, use_clipped_model_output=True),
    "euler": loop(EulerDiscreteScheduler(**long), 10),
    "euler karras": loop(EulerDiscreteScheduler(**long, use_karras_sigmas=True), 10),
    "euler exponential": loop(EulerDiscreteScheduler(**long, use_exponential_sigmas=True), 10),
    "euler v": loop(EulerDiscreteScheduler(**long, prediction_type="v_prediction"), 10),
    "euler, put back": loop(EulerDiscreteScheduler(**long), 10, put_back=True),
    "euler karras, put back": loop(EulerDiscreteScheduler(**long, use_karras_sigmas=True), 10, put_back=True),
    "euler ancestral, put back": loop(EulerAncestralDiscreteScheduler(**long), 10, seed=0, put_back=True),
    "heun, put back": loop(HeunDiscreteScheduler(**long), 10, put_back=True),
    "lms, put back": loop(LMSDiscreteScheduler(**long), 10, put_back=True),
    "euler ancestral": loop(EulerAncestralDiscreteScheduler(**long), 10, seed=0),
    "heun": loop(HeunDiscreteScheduler(**long), 10),
    "lms": loop(LMSDiscreteScheduler(**long), 10),
    "pndm": loop(PNDMScheduler(**linear, skip_prk_steps=True, set_alpha_to_one=True), 10),
    "pndm prk": loop(PNDMScheduler(**linear, skip_prk_steps=False), 10),
    "dpmSolver2m": loop(DPMSolverMultistepScheduler(**linear, lower_order_final=False, final_sigmas_type="sigma_min"), 10),
    "dpmSolver2m zero": loop(DPMSolverMultistepScheduler(**solver), 10),
    "dpmSolver2m sde": loop(DPMSolverMultistepScheduler(**solver, algorithm_type="sde-dpmsolver++"), 10, seed=0),
    "unipc": loop(UniPCMultistepScheduler(**linear, solver_order=2, solver_type="bh2", final_sigmas_type="sigma_min"), 10),
    "unipc zero": loop(UniPCMultistepScheduler(**linear, solver_order=2, solver_type="bh2"), 10),
    "unipc 3": loop(UniPCMultistepScheduler(**linear, solver_order=3, solver_type="bh2"), 10),
    "unipc bh1": loop(UniPCMultistepScheduler(**linear, solver_order=2, solver_type="bh1", final_sigmas_type="sigma_min"), 10),
    "edm euler": loop(EDMEulerScheduler(), 10),
    "edm dpmSolver2m": loop(EDMDPMSolverMultistepScheduler(), 10),
    "flow euler": loop(FlowMatchEulerDiscreteScheduler(shift=3.0), 10),
    "flow heun": loop(FlowMatchHeunDiscreteScheduler(shift=3.0), 10),
}
for name, entry in golden.items():
    print(f"{name:26} {entry['sum']:.6f}")
(pathlib.Path(__file__).parent / "samplers.json").write_text(json.dumps(golden))
