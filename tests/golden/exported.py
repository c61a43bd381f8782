"""Writes exported.json: what diffusers draws with a folder that exportPipeline wrote, and the SHA-256 of each of its files. See README.md.

The folder is made by tests/lib/pretrained/made-here.ts, so run `npx tsc -p .` first.
"""
import hashlib, json, pathlib, subprocess, tempfile, torch
from diffusers import DiffusionPipeline

here = pathlib.Path(__file__).resolve().parent
with tempfile.TemporaryDirectory() as folder:
    subprocess.run(["node", here.parents[1] / "dist/tests/lib/pretrained/made-here.js", folder], check=True)
    files = {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(pathlib.Path(folder).rglob("*")) if path.is_file()}
    pipe = DiffusionPipeline.from_pretrained(folder, local_files_only=True)
    pipe.set_progress_bar_config(disable=True)
    image = pipe("a red cat", negative_prompt="blurry", num_inference_steps=10, guidance_scale=5.0, height=32, width=32, output_type="pt", generator=torch.Generator().manual_seed(7)).images
    values = [float(f"{value:.7g}") for value in image[0].permute(1, 2, 0).flatten().tolist()]
(here / "exported.json").write_text(json.dumps({"class": type(pipe).__name__, "files": files, "image": values}) + "\n")
