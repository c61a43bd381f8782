/** Squares of numbers as the jobs of a queue. */
import { jobKey } from "../../../grader/queue/key.ts";
import type { Queue, QueueStep } from "../../../grader/queue/queue.ts";

export const jobsOf = (numbers: number[]) =>
  numbers.map((number) => ({ key: jobKey("square", `${number}`), data: number }));
export const shared = { plus: 1 };

/** All that a queue says of these numbers' squares. */
export async function all(queue: Queue<number, { plus: number }, number>, numbers: number[]) {
  const steps: QueueStep<number>[] = [];
  for await (const step of queue.run(jobsOf(numbers), { shared })) steps.push(step);
  return steps;
}

export const results = (steps: QueueStep<number>[]) =>
  steps.flatMap((step) => ("result" in step ? [step.result] : [])).sort((a, b) => a - b);
export const problems = (steps: QueueStep<number>[]) =>
  steps.flatMap((step) => ("problem" in step ? [step.problem] : []));
