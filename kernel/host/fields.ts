/** Reads a request's content: a client may leave a field out, but what it sends must have the right type. */

type Content = Record<string, unknown>;

/** The field, or the fallback when it is absent or null; without a fallback it is required. */
export function text(content: Content, name: string, fallback?: string): string {
  return field(content, name, fallback, (value) => typeof value === "string", "a string");
}

export function flag(content: Content, name: string, fallback: boolean): boolean {
  return field(content, name, fallback, (value) => typeof value === "boolean", "true or false");
}

export function integer(content: Content, name: string, fallback: number): number {
  return field(content, name, fallback, Number.isInteger, "an integer");
}

export function texts(content: Content, name: string): Record<string, string> {
  const isTexts = (value: unknown) =>
    typeof value === "object" && Object.values(value!).every((entry) => typeof entry === "string");
  return field<Record<string, string>>(content, name, {}, isTexts, "an object of strings");
}

function field<T>(
  content: Content,
  name: string,
  fallback: T | undefined,
  holds: (value: unknown) => boolean,
  wanted: string,
): T {
  const value = content[name] ?? fallback;
  if (!holds(value))
    throw new TypeError(`Cannot answer: ${name} must be ${wanted}, got ${JSON.stringify(value)}`);
  return value as T;
}
