import type { Images } from "../core/images.ts";
import type { Association, Balance } from "./balance.ts";
import type { CaptionQuality } from "./caption-quality.ts";
import type { Dataset, Finding } from "./dataset.ts";
import type { NearPair } from "./duplicates.ts";
import type { PictureQuality } from "./picture-quality.ts";

/** What an audit has found so far; the last one has everything. */
export interface AuditReport {
  name: string;
  /** The check that was just made, how many are done, and how many there are. */
  check: string;
  done: number;
  total: number;
  findings: Finding[];
  pictures?: PictureQuality;
  duplicates?: { exact: number[][]; near: NearPair[] };
  captions?: CaptionQuality;
  /** By attribute, and for the set's groups under "group". */
  balance?: Record<string, Balance>;
  associations?: Association[];
  licences?: Record<string, number>;
  sources?: Record<string, number>;
}

export interface AuditOptions {
  /** The other side of the split: what it shares with the set is a leak. */
  against?: Dataset;
  /** Attribute whose values neighbours are asked about, to find wrong ones; none by default. */
  labels?: string;
  /** Whether a caption is true of a picture, such as that of {@link checkShapes}; not asked by default. */
  isTrue?: (picture: Images, caption: string) => boolean;
}
