import { expect, test } from "vitest";
import { withClient } from "../database/connection";
import { cli, type Ran } from "../testing/cli";
import { cliHere } from "../testing/cli-here";

/**
 * Accounts, tokens and workspaces from the command line. Creating accounts and tokens and one invalid command run in a
 * real process, the other commands in this one.
 */

/** Throws unless standard output is exactly one JSON object. */
function parsed<T>({ out, err, code }: Ran): T {
  if (code !== 0) throw new Error(`${code}: ${out} ${err}`);
  return JSON.parse(out) as T;
}

function query<T extends object>(text: string, values: unknown[] = []): Promise<T[]> {
  return withClient(process.env.DATABASE_URL ?? "", async (client) => {
    const { rows } = await client.query<T>(text, values);
    return rows;
  });
}

const PASSWORD = "a lamp in the third window";

test("accounts, workspaces and tokens can be created, revoked and suspended, and each act is logged", async () => {
  type Created = { user: { id: string; isOwner: boolean }; link: { path: string } | null };
  const owner = parsed<Created>(
    await cli(
      [
        "user",
        "create",
        "--email",
        "Ada@example.org",
        "--name",
        "Ada",
        "--password-stdin",
        "--json",
      ],
      { input: `${PASSWORD}\n` },
    ),
  );
  expect(owner).toMatchObject({ user: { email: "ada@example.org", isOwner: true }, link: null });

  const guest = parsed<Created>(
    await cliHere(["user", "create", "--email", "bo@example.org", "--name", "Bo", "--json"]),
  );
  expect(guest.user.isOwner).toBe(false);
  expect(guest.link?.path).toMatch(/^\/reset-password#[\w-]{43}$/);

  const { workspace } = parsed<{ workspace: { id: string } }>(
    await cliHere(["workspace", "create", "--name", "Team", "--owner", "bo@example.org", "--json"]),
  );
  const made = parsed<{ token: string; id: string }>(
    await cli([
      ...["token", "create", "--email", "bo@example.org", "--name", "a script"],
      ...["--scope", "read,generate", "--workspace", workspace.id, "--expires", "90d", "--json"],
    ]),
  );
  expect(made.token).toMatch(/^pnt_[\w-]{43}$/);
  const [row] = await query<{ scopes: string; days: number }>(
    `SELECT scopes::text, round(extract(epoch FROM "expiresAt" - now()) / 86400)::int AS days
     FROM "AccessToken" WHERE id = $1`,
    [made.id],
  );
  expect(row).toEqual({ scopes: "{read,generate}", days: 90 });

  const foreign = await cliHere([
    ...["token", "create", "--email", "ada@example.org", "--name", "x", "--scope", "read"],
    ...["--workspace", workspace.id, "--json"],
  ]);
  expect(foreign.code).toBe(1);
  expect(JSON.parse(foreign.out)).toMatchObject({ error: { code: "failure" } });

  expect(parsed(await cliHere(["token", "revoke", "--id", made.id, "--json"]))).toEqual({
    id: made.id,
    isRevoked: true,
  });
  expect(parsed<{ tokens: object[] }>(await cliHere(["token", "list", "--json"])).tokens).toEqual(
    [],
  );

  const suspended = await cliHere(["user", "suspend", "--email", "bo@example.org", "--json"]);
  expect(parsed(suspended)).toMatchObject({ user: { isSuspended: true } });
  const { users } = parsed<{ users: object[] }>(await cliHere(["user", "list", "--json"]));
  expect(users).toMatchObject([
    { email: "ada@example.org", isOwner: true, isSuspended: false },
    { email: "bo@example.org", isOwner: false, isSuspended: true },
  ]);

  const acts = await query<{ act: string; actorName: string }>(
    `SELECT act, "actorName" FROM "AuditEntry" ORDER BY "createdAt"`,
  );
  expect(new Set(acts.map(({ actorName }) => actorName))).toEqual(new Set(["command line"]));
  expect(acts.map(({ act }) => act)).toEqual([
    "account.created",
    "account.created",
    "account.reset_link_made",
    "workspace.created",
    "token.created",
    "token.revoked",
    "account.suspended",
  ]);
});

test("an invalid command prints one line and changes nothing", async () => {
  const before = await query(`SELECT id FROM "User"`);
  const short = await cliHere([
    ...["user", "create", "--email", "cy@example.org", "--name", "Cy", "--password", "a lamp"],
    "--json",
  ]);
  expect(short.code).toBe(1);
  expect(short.out).toContain("10 characters at least");
  const weak = await cliHere([
    ...["user", "create", "--email", "cy@example.org", "--name", "Cy", "--password", "password123"],
    "--json",
  ]);
  expect(weak.code).toBe(1);
  expect(JSON.parse(weak.out)).toMatchObject({ error: { code: "weak_password" } });
  const nobody = await cli(["user", "reset", "--email", "nobody@example.org"]);
  expect(nobody).toMatchObject({ code: 1, out: "" });
  expect(nobody.err).toContain("Nobody has an account with the address nobody@example.org.");
  const scope = await cliHere([
    "token",
    "create",
    "--email",
    "a@b.c",
    "--name",
    "x",
    "--scope",
    "all",
  ]);
  expect(scope.code).not.toBe(0);
  expect(scope.err).toContain("Scopes are read, generate, share, admin.");
  expect(await query(`SELECT id FROM "User"`)).toEqual(before);
});
