/** Widgets as HTML. Those whose frames were recorded can be moved; the others show how they stood. */
import type { NotebookOutput } from "../nbformat.ts";
import { childrenOf, type WidgetModels, type WidgetState } from "../widget-models.ts";
import { escapeHtml } from "./escape.ts";
import { type OutputContext, renderOutputs } from "./output.ts";

/** What a widget showed at each of a bounded number of its controls' values. */
export interface Recording {
  /** The model whose outputs were recorded. */
  output: string;
  controls: RecordedControl[];
  /** `at` has one index a control, into its labels. */
  frames: { at: number[]; outputs: NotebookOutput[] }[];
}

export interface RecordedControl {
  model: string;
  /** A slider is drawn as one; a choice as a list. */
  kind: "slider" | "choice";
  /** The values that were recorded, as the reader sees them. */
  labels: string[];
  /** Index of the value that the notebook stands at. */
  start: number;
}

export interface WidgetContext extends OutputContext {
  models: WidgetModels;
  /** By the model that was shown in the notebook. */
  recordings: ReadonlyMap<string, Recording>;
}

/** A widget and all that it holds; undefined when its model is not known. */
export function renderWidget(id: string, context: WidgetContext): string | undefined {
  if (!context.models.has(id)) return undefined;
  const recording = context.recordings.get(id);
  if (!recording) return renderModel(id, context, undefined);
  const { keys, pages } = distinctFrames(recording, context);
  const templates = pages.map((page) => `<template>${page}</template>`).join("");
  return `<div class="player" data-frames="${escapeHtml(JSON.stringify(keys))}">${renderModel(id, context, recording)}${templates}</div>`;
}

/** The frames' HTML, identical ones once, and which of them each combination of values shows. */
function distinctFrames(recording: Recording, context: OutputContext) {
  const numbers = new Map<string, number>();
  const keys: Record<string, number> = {};
  for (const { at, outputs } of recording.frames) {
    const html = renderOutputs(outputs, context);
    if (!numbers.has(html)) numbers.set(html, numbers.size);
    keys[at.join()] = numbers.get(html)!;
  }
  return { keys, pages: [...numbers.keys()] };
}

function renderModel(id: string, context: WidgetContext, recording: Recording | undefined): string {
  const state = context.models.get(id);
  if (!state) return "";
  const index = recording?.controls.findIndex((control) => control.model === id) ?? -1;
  if (index >= 0) return renderControl(state, recording!.controls[index]!, index);
  const name = String(state["_model_name"]);
  if ("children" in state) {
    const inner = childrenOf(state).map((child) => renderModel(child, context, recording));
    return `<div class="${name === "HBoxModel" ? "box row" : "box"}">${inner.join("")}</div>`;
  }
  if (name === "OutputModel") {
    const frame = id === recording?.output ? ' class="frame"' : "";
    return `<div${frame}>${renderOutputs((state["outputs"] ?? []) as NotebookOutput[], context)}</div>`;
  }
  return renderLeaf(name, state);
}

function renderControl(state: WidgetState, control: RecordedControl, index: number): string {
  const { kind, labels, start } = control;
  const name = escapeHtml(String(state["description"] || "value"));
  const attributes = `data-control="${index}" data-start="${start}" aria-label="${name}"`;
  if (kind === "choice") {
    const options = labels.map(
      (label, i) => `<option value="${i}"${i === start ? " selected" : ""}>${escapeHtml(label)}</option>`,
    );
    return `<div class="control"><span>${name}</span><select ${attributes}>${options.join("")}</select></div>`;
  }
  const list = escapeHtml(JSON.stringify(labels));
  const input = `<input type="range" min="0" max="${labels.length - 1}" value="${start}" data-labels="${list}" ${attributes}>`;
  const play = `<button type="button" aria-label="Play ${name}" aria-pressed="false"></button>`;
  return `<div class="control"><span>${name}</span>${input}<output>${escapeHtml(labels[start]!)}</output>${play}</div>`;
}

function renderLeaf(name: string, state: WidgetState): string {
  const label = escapeHtml(String(state["description"] ?? ""));
  const value = state["value"];
  if (name === "HTMLModel" || name === "HTMLMathModel") return `<div class="html">${value}</div>`;
  if (name === "ImageModel" && value instanceof Uint8Array) {
    const type = escapeHtml(String(state["format"] ?? "png"));
    return `<img alt="${label || "Picture"}" src="data:image/${type};base64,${Buffer.from(value).toString("base64")}">`;
  }
  if (name === "IntProgressModel" || name === "FloatProgressModel")
    return `<div class="control"><span>${label}</span><progress max="${Number(state["max"])}" value="${Number(value)}"></progress></div>`;
  if (name === "ButtonModel") return `<button type="button" disabled>${label}</button>`;
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return "";
  return `<div class="control"><span>${label}</span><output>${escapeHtml(String(value))}</output></div>`;
}
