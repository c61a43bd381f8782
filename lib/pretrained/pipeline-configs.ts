/** The configurations of a pipeline: all that is known of it before a weight is read. */
import { show } from "../core/check.ts";
import type { ConfigRecord } from "./config-record.ts";
import { type ModelFolder, openFolder } from "./model-folder.ts";
import { type PartNetwork, readPart } from "./part.ts";

/** What the files of a pipeline say, without its weights. */
export interface PipelineConfigs {
  /** The pipeline's class: "StableDiffusionPipeline". */
  name: string;
  /** The config.json of each part with weights: unet or transformer, vae, text_encoder, text_encoder_2. */
  parts: Readonly<Record<string, ConfigRecord>>;
  /** The scheduler's. */
  scheduler: ConfigRecord;
  /** What model_index.json says of the whole, such as what an empty prompt becomes. */
  settings: ConfigRecord;
}

/** The three families, by what stands for each in a pipeline's class. */
export type Family = "sd" | "sdxl" | "flux";

const families: Record<string, { family: Family; parts: string[] }> = {
  StableDiffusionPipeline: { family: "sd", parts: ["text_encoder", "unet", "vae"] },
  StableDiffusionXLPipeline: { family: "sdxl", parts: ["text_encoder", "text_encoder_2", "unet", "vae"] },
  FluxPipeline: { family: "flux", parts: ["text_encoder", "text_encoder_2", "transformer", "vae"] },
};

/** A pipeline's family, and the parts that it needs, in the order in which they are used. */
export function familyOf(name: string): { family: Family; parts: readonly string[] } {
  const base = name.replace(/(Img2Img|Inpaint)Pipeline$/, "Pipeline");
  if (Object.hasOwn(families, base)) return families[base];
  throw new RangeError(
    `Cannot open the pipeline: it must be of the class ${Object.keys(families).join(", ")}, got ${show(name)}`,
  );
}

/**
 * Reads the networks that a pipeline's configurations ask for, in the order in which they are used.
 *
 * @throws {RangeError} If one is missing, or asks for something that this library has not.
 */
export function networksOf({ name, parts }: PipelineConfigs): Record<string, PartNetwork> {
  return Object.fromEntries(
    familyOf(name).parts.map((part) => {
      if (!Object.hasOwn(parts, part))
        throw new RangeError(`Cannot open the pipeline: a ${name} needs the part ${part}, it has none`);
      return [part, readPart(part, parts[part])];
    }),
  );
}

/**
 * Reads the configurations of a folder in diffusers' layout: model_index.json, and the config.json of each part.
 *
 * @throws {SyntaxError} If a file is no JSON.
 * @throws {RangeError} If a file is missing or leads out of the folder, or the pipeline is of no known class.
 */
export async function readConfigs(folder: string | ModelFolder): Promise<PipelineConfigs> {
  const opened = typeof folder === "string" ? await openFolder(folder) : folder;
  const index = await opened.json("model_index.json");
  const name = String(index["_class_name"]);
  const configs: Record<string, ConfigRecord> = {};
  for (const part of familyOf(name).parts) configs[part] = await configOf(opened, part, index[part]);
  return {
    name,
    parts: configs,
    scheduler: await opened.json("scheduler/scheduler_config.json"),
    settings: Object.fromEntries(Object.entries(index).filter(([, value]) => !Array.isArray(value))),
  };
}

/** A part's own file; its class is that of model_index.json, as the part's may be out of date. */
async function configOf(folder: ModelFolder, part: string, entry: unknown): Promise<ConfigRecord> {
  const [, name] = Array.isArray(entry) ? entry : [];
  if (typeof name !== "string")
    throw new RangeError(
      `Cannot open ${folder.path}: model_index.json must name the class of ${part}, it has ${show(entry)}`,
    );
  const { architectures: _, ...config } = await folder.json(`${part}/config.json`);
  return { ...config, _class_name: name };
}
