import { readMigrations } from "../database/migrations";
import { Failure } from "../setup/failure";

/**
 * Whose tables this checkout does not know, it can neither take away nor bring back.
 * @throws Failure where there are migrations that this checkout has not
 */
export async function refuseNewer(
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
