/** Values as a tree that is opened step by step: each reference stands for what is inside one value. */
import type { Runtime } from "node:inspector";
import { describeRemote, remoteType } from "./describe-remote.ts";
import type { Inspector } from "./inspector.ts";
import type { Variable } from "./protocol.ts";

export type LoadVariables = () => Promise<Variable[]>;

export interface Variables {
  /** Keeps what gives the variables, and gives its reference. */
  refer(load: LoadVariables): number;
  /** The variables of a reference; none when it is out of date. */
  load(reference: number): Promise<Variable[]>;
  /** The properties of an object as variables. */
  properties(objectId: string): Promise<Variable[]>;
  toVariable(name: string, remote: Runtime.RemoteObject): Variable;
  /** Lets go of all values. */
  clear(): void;
}

/** The inspector's group of objects that are held for references, so that they can be let go together. */
export const variableGroup = "variables";

/** Longer arrays are opened in ranges, so that a million elements are never sent at once. */
const longestList = 100;

export function createVariables(inspector: () => Inspector): Variables {
  let loads = new Map<number, LoadVariables>();
  let lastReference = 0;
  const refer = (load: LoadVariables) => {
    lastReference += 1;
    loads.set(lastReference, load);
    return lastReference;
  };
  const tree: Tree = { inspector, refer };
  return {
    refer,
    load: async (reference) => (await loads.get(reference)?.()) ?? [],
    properties: (objectId) => properties(objectId, tree),
    toVariable: (name, remote) => toVariable(name, remote, tree),
    clear() {
      loads = new Map();
    },
  };
}

interface Tree extends Pick<Variables, "refer"> {
  inspector(): Inspector;
}

function toVariable(name: string, remote: Runtime.RemoteObject, tree: Tree): Variable {
  const canOpen = remote.type === "object" && remote.objectId !== undefined;
  return {
    name,
    value: describeRemote(remote),
    type: remoteType(remote),
    evaluateName: name,
    variablesReference: canOpen ? tree.refer(() => inside(remote, tree)) : 0,
  };
}

function inside(remote: Runtime.RemoteObject, tree: Tree): Promise<Variable[]> {
  const length = listLength(remote);
  if (length > longestList) return range(remote, { start: 0, end: length }, tree);
  return properties(remote.objectId!, tree);
}

async function properties(objectId: string, tree: Tree): Promise<Variable[]> {
  const found = await tree.inspector().post<Properties>("Runtime.getProperties", {
    objectId,
    ownProperties: true,
    generatePreview: true,
  });
  const entries = found.internalProperties?.find(({ name }) => name === "[[Entries]]")?.value;
  if (entries?.objectId) return inside(entries, tree);
  const hidden = (found.internalProperties ?? []).filter(({ name }) => /^\[\[Promise/.test(name));
  const own = found.result.filter(({ enumerable, symbol }) => enumerable && !symbol);
  return [...own, ...(found.privateProperties ?? []), ...hidden].flatMap(({ name, value, ...rest }) => {
    if (value) return [toVariable(name, value, tree)];
    return "get" in rest ? [{ name, value: "(computed)", variablesReference: 0 }] : [];
  });
}

async function range(list: Runtime.RemoteObject, { start, end }: Range, tree: Tree): Promise<Variable[]> {
  if (end - start > longestList)
    return ranges({ start, end }).map((part) => ({
      name: `${part.start} … ${part.end - 1}`,
      value: "",
      variablesReference: tree.refer(() => range(list, part, tree)),
    }));
  const { result } = await tree.inspector().post<Runtime.CallFunctionOnReturnType>("Runtime.callFunctionOn", {
    objectId: list.objectId,
    functionDeclaration: "function (start, end) { return Array.prototype.slice.call(this, start, end); }",
    arguments: [{ value: start }, { value: end }],
  });
  const part = await properties(result.objectId!, tree);
  return part.map((each) => ({ ...each, name: String(Number(each.name) + start) }));
}

/** With the fields of classes that are private, which the types of Node leave out. */
type Properties = Runtime.GetPropertiesReturnType & { privateProperties?: Runtime.PropertyDescriptor[] };

interface Range {
  start: number;
  end: number;
}

/** Cuts a range into at most a hundred, each as long as a power of a hundred. */
function ranges({ start, end }: Range): Range[] {
  const size = longestList ** Math.ceil(Math.log(end - start) / Math.log(longestList) - 1);
  return Array.from({ length: Math.ceil((end - start) / size) }, (_, at) => ({
    start: start + at * size,
    end: Math.min(end, start + (at + 1) * size),
  }));
}

function listLength({ subtype, description = "" }: Runtime.RemoteObject): number {
  const isList = subtype === "array" || subtype === "typedarray";
  return isList ? Number(/\((\d+)\)$/.exec(description)?.[1] ?? 0) : 0;
}
