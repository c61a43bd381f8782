/** The door to SQLite, as WebAssembly: a database is opened from bytes and given back as bytes. */
import sqlJs, { type Database, type SqlValue } from "sql.js";

export type { Database, SqlValue } from "sql.js";

/**
 * Opens a database.
 *
 * @param bytes Its file; a new and empty one unless given.
 * @throws {Error} If the bytes are no database.
 */
export async function openDatabase(bytes?: Uint8Array): Promise<Database> {
  const { Database } = await sqlJs();
  const database = new Database(bytes);
  try {
    database.exec("SELECT count(*) FROM sqlite_master");
    return database;
  } catch (cause) {
    database.close();
    throw new Error(`Cannot open the database: ${(cause as Error).message}`, { cause });
  }
}

/** The rows of a query, as records by the names of its columns. */
export function rowsOf(
  database: Database,
  query: string,
  values: SqlValue[] = [],
): Record<string, SqlValue>[] {
  const statement = database.prepare(query, values);
  const rows: Record<string, SqlValue>[] = [];
  try {
    while (statement.step()) rows.push(statement.getAsObject());
  } finally {
    statement.free();
  }
  return rows;
}
