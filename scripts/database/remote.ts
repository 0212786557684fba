import { errorCode, errorMessage, Failure } from "../setup/failure";
import { withClient } from "./connection";

const oldestServer = 13;

function describe(error: unknown, where: string): string {
  const code = errorCode(error) ?? "";
  const text = errorMessage(error);
  if (code === "28P01" || code === "28000" || /password/i.test(text)) {
    return `The database at ${where} refuses this user or password. Correct them in DATABASE_URL.`;
  }
  if (code === "3D000") {
    return `There is no such database at ${where}. Make it with createdb, or correct its name in DATABASE_URL.`;
  }
  if (code === "53300") {
    return `The database at ${where} takes no more connections. Raise its max_connections.`;
  }
  return `The database at ${where} cannot be reached (${code || text}). Start it, or correct DATABASE_URL; without DATABASE_URL the studio brings its own.`;
}

/**
 * Checks the database that DATABASE_URL names, and returns its version, such as `16.4`.
 *
 * @throws Failure in one line, without the password, when it cannot be used
 */
export async function checkDatabase(url: string): Promise<string> {
  const parsed = new URL(url.replace("@/", "@socket/"));
  const where = parsed.searchParams.get("host") ?? parsed.host;
  const version = await withClient(url, async (client) => {
    const { rows } = await client.query<{ server_version: string }>("SHOW server_version");
    return rows[0]?.server_version ?? "0";
  }).catch((error: unknown) => {
    throw new Failure(describe(error, where));
  });
  if (Number.parseInt(version, 10) < oldestServer) {
    throw new Failure(
      `The database at ${where} is PostgreSQL ${version}; the studio needs ${oldestServer} or newer. Upgrade it, or set DATABASE_URL to another.`,
    );
  }
  return version.split(" ")[0] ?? version;
}
