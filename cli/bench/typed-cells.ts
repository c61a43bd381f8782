/** A cell as learners write them, sixty lines with types, in both languages; `i` makes it a new text each time. */
// Long: the text of a cell of sixty lines.
export function typedTypeScript(i: number): string {
  return `interface Sample {
  readonly label: string;
  readonly values: number[];
  weight?: number;
}

type Summary = Pick<Sample, "label"> & { mean: number; deviation: number; kind: Kind };
type Kind = "narrow" | "wide";

class Table<Row extends { label: string }> {
  private rows = new Map<string, Row>();
  add(row: Row): this {
    this.rows.set(row.label, row);
    return this;
  }
  get(label: string): Row | undefined {
    return this.rows.get(label);
  }
  map<To>(change: (row: Row, index: number) => To): To[] {
    return [...this.rows.values()].map(change);
  }
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}

function kindOf(value: number): Kind {
  return value < 1 ? "narrow" : "wide";
}

function summarize({ label, values, weight = 1 }: Sample): Summary {
  const spread = deviation(values) * weight;
  return { label, mean: mean(values), deviation: spread, kind: kindOf(spread) };
}

function* powers(base: number, count: number): Generator<number> {
  for (let exponent = 0; exponent < count; exponent++) yield base ** exponent;
}

async function later<Value>(value: Value): Promise<Value> {
  return await Promise.resolve(value);
}

const table = new Table<Sample>()
  .add({ label: "${i}", values: [...powers(1.${i}, 6)] })
  .add({ label: "b", values: [1, 2, ${i}], weight: 0.5 });
const summaries: Summary[] = table.map((row) => summarize(row));
const byKind: Partial<Record<Kind, string[]>> = {};
for (const { kind, label } of summaries) (byKind[kind] ??= []).push(label);
const [summary = summaries[0]!] = await later(summaries);
const { label: shown, ...numbers } = summary;
const rounded = Object.entries(numbers).filter(([, value]) => typeof value === "number");`;
}

// Long: the text of a cell of sixty lines.
export function typedPython(i: number): string {
  return `from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from typing import Generic, Literal, TypedDict, TypeVar

Kind = Literal["narrow", "wide"]
Row = TypeVar("Row", bound="Sample")


@dataclass(frozen=True)
class Sample:
    label: str
    values: list[float]
    weight: float = 1


class Summary(TypedDict):
    label: str
    mean: float
    deviation: float
    kind: Kind


class Table(Generic[Row]):
    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}

    def add(self, row: Row) -> "Table[Row]":
        self.rows[row.label] = row
        return self


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


def deviation(values: list[float]) -> float:
    middle = mean(values)
    return sqrt(mean([(value - middle) ** 2 for value in values]))


def summarize(sample: Sample) -> Summary:
    spread = deviation(sample.values) * sample.weight
    kind: Kind = "narrow" if spread < 1 else "wide"
    return {"label": sample.label, "mean": mean(sample.values), "deviation": spread, "kind": kind}


def powers(base: float, count: int) -> Iterator[float]:
    for exponent in range(count):
        yield base**exponent


table = Table[Sample]().add(Sample("${i}", list(powers(1.${i}, 6)))).add(Sample("b", [1, 2, ${i}], 0.5))
summaries = [summarize(row) for row in table.rows.values()]
by_kind: dict[Kind, list[str]] = defaultdict(list)
for row in summaries:
    by_kind[row["kind"]].append(row["label"])
summary = summaries[0]
rounded = {name: value for name, value in summary.items() if isinstance(value, float)}`;
}
