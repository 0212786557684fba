import pg from "pg";
import { errorCode } from "../setup/failure";

/** A connection string for a server that listens on a Unix socket in `folder`. */
export function connectionUrl(folder: string, user: string, database: string): string {
  return `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(folder)}`;
}

/** Opens one connection, runs `work` with it and closes it. Times are in milliseconds. */
export async function withClient<T>(
  url: string,
  use: (client: pg.Client) => Promise<T>,
  connectTimeoutMs = 10_000,
): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: "pentimento-scripts",
  });
  // A connection that breaks between two queries would otherwise end the process.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/**
 * Whether a server answers: `ready`, `busy` (starting, recovering or shutting down) or `down`.
 *
 * @throws any other refusal, such as a wrong password
 */
export async function probe(url: string): Promise<"ready" | "busy" | "down"> {
  try {
    await withClient(url, () => Promise.resolve());
    return "ready";
  } catch (error) {
    const code = errorCode(error);
    if (code === "57P03") return "busy";
    // The socket's file exists slightly longer than the server behind it accepts connections.
    if (code === "ENOENT" || code === "ECONNREFUSED" || code === "ECONNRESET") return "down";
    throw error;
  }
}
