import { expect, test } from "vitest";
import { verifyPassword } from "@/lib/server/auth/passwords";
import { db } from "@/lib/server/db";
import { cli, type Ran } from "../testing/cli";
import { cliHere } from "../testing/cli-here";
import { makeActor, makeImage } from "../testing/studio";

function parsed<T>({ out, err, code }: Ran): T {
  if (code !== 0) throw new Error(`${code}: ${out} ${err}`);
  return JSON.parse(out) as T;
}

type Made = { url: string; share: { id: string; preset: string; expiresAt: string | null } };

test("a picture is shared, listed and revoked from the command line, with the person's rights", async () => {
  const [ada, bo] = [await makeActor("Ada"), await makeActor("Bo")];
  const { id } = await makeImage(ada);
  const create = ["share", "create", "--image", id, "--preset", "review", "--days", "3d", "--json"];
  const made = parsed<Made>(await cli([...create, "--email", ada.email]));
  expect(made.url).toMatch(/^http:\/\/localhost:\d+\/s\/[\w-]{32}$/);
  expect(made.share.preset).toBe("review");
  const hours = (new Date(made.share.expiresAt ?? 0).getTime() - Date.now()) / 3_600_000;
  expect(Math.round(hours)).toBe(72);
  const refused = await cli([...create, "--email", bo.email]);
  expect(refused.code).toBe(1);
  expect(await db.share.count({ where: { createdById: bo.userId } })).toBe(0);
  expect((await cli(["share", "create", "--email", ada.email])).code).toBe(1);

  const list = await cli(["share", "list", "--email", ada.email]);
  expect(list.out).toContain(`${made.share.id}  active  image  colour  Ada  0 openings`);
  const revoke = ["share", "revoke", "--id", made.share.id, "--email"];
  expect((await cli([...revoke, bo.email])).code).toBe(1);
  expect((await cli([...revoke, ada.email])).code).toBe(0);
  expect((await cli(["share", "list", "--email", ada.email])).out).toContain("revoked");
});

test("a link gets a password from standard input, and a date on which it ends", async () => {
  const ada = await makeActor("Ada");
  const { id } = await makeImage(ada);
  const create = ["share", "create", "--email", ada.email, "--image", id, "--json"];
  const locked = ["--password-stdin", "--expires", "2125-06-30"];
  const { share } = parsed<Made>(await cli([...create, ...locked], { input: "harbour light\n" }));
  expect(share.expiresAt).toBe("2125-06-30T23:59:59.000Z");
  const row = await db.share.findUniqueOrThrow({ where: { id: share.id } });
  expect(await verifyPassword(row.passwordHash ?? "", "harbour light")).toBe(true);
  const before = await db.share.count({ where: { createdById: ada.userId } });
  const short = await cli([...create, "--password-stdin"], { input: "short\n" });
  expect(short.code).toBe(1);
  expect(short.out).toContain("too short");

  const refused: [string[], string][] = [
    [["--expires", "2020-01-01"], "in the future"],
    [["--expires", "soon"], "Give a date"],
    [["--expires", "never", "--days", "3d"], "--days"],
    [["--password", "harbour light"], "--password"],
  ];
  for (const [options, words] of refused) {
    const { code, out, err } = await cliHere([...create, ...options]);
    expect(code).not.toBe(0);
    expect(`${out}${err}`).toContain(words);
  }
  expect(await db.share.count({ where: { createdById: ada.userId } })).toBe(before);
  const endless = parsed<Made>(await cliHere([...create, "--expires", "never"]));
  expect(endless.share.expiresAt).toBeNull();
});
