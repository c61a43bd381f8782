/** A cell whose first lines are types alone. */
export const typed = `interface Point {
  x: number;
  y: number;
}
type Names = string[];

const p: Point = { x: 1, y: 2 };
const names: Names = ["ada", "grace"];
let total: number = 0;
for (let i = 0; i < 3; i++) {
  const step = i * p.x;
  total += step;
}
const text = names.join(" ") as string;
text.length + total`;
