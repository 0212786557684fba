import { readMigrations } from "../database/migrations";
import { Failure } from "../setup/failure";

/**
 * A database with unknown migrations can be neither backed up nor restored.
 * @throws Failure if the database has migrations that this version lacks
 */
export async function assertNotNewer(
  migrations: readonly string[],
  what: "backup" | "database",
): Promise<void> {
  const known = new Set((await readMigrations()).map(({ name }) => name));
  const strange = migrations.find((name) => !known.has(name));
  if (strange === undefined) return;
  throw new Failure(
    `The ${what} is from a newer version of the studio (it has the migration ${strange}). Update this checkout.`,
  );
}
