import "server-only";
import { hash, verify } from "@node-rs/argon2";

/** argon2id (the package's default) with OWASP's parameters: 19 MiB, two passes, one lane; about 30 ms. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** An argon2id hash of the normalised password, for the database. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalise(password), COST);
}

/**
 * Whether the password matches the hash. Without a hash (no such account) it does the same work and answers false:
 * constant time, to prevent account enumeration.
 */
export async function verifyPassword(
  storedHash: string | null,
  password: string,
): Promise<boolean> {
  const fits = await verify(storedHash ?? (await getDummyHash()), normalise(password));
  return fits && storedHash !== null;
}

/** Keyboards differ in the code points they send (é as one or as two). */
function normalise(password: string): string {
  return password.normalize("NFKC");
}

let dummyHash: Promise<string> | null = null;

function getDummyHash(): Promise<string> {
  dummyHash ??= hash("the hash of nobody's password", COST);
  return dummyHash;
}
