#!/bin/sh
# Trains and measures the shipped models, all or those that are named, and writes them beside their configurations.
# Needs Python with torch and safetensors (PYTHON names it), and half an hour on two quiet cores. Stopped with
# Ctrl+C, it goes on where it was when it is called again.
set -e
cd "$(dirname "$0")/../.."
for name in ${@:-shapes16 faces16 emoji-clip emoji-autoencoder emoji-latent}; do
  folder=.noisebook/models/$name
  [ -f "$folder/start.safetensors" ] || node dist/datasets/models/prepare.js "$name" "$folder"
  [ -f "$folder/report.json" ] || "${PYTHON:-python3}" datasets/models/train.py "datasets/models/$name/config.json" "$folder"
  node dist/datasets/models/ship.js "$name" "$folder"
done
