import { expect, test } from "vitest";
import { db } from "@/lib/server/db";
import { cli, type Ran } from "../testing/cli";
import { makeActor, makeImage } from "../testing/studio";

function parsed<T>({ out, err, code }: Ran): T {
  if (code !== 0) throw new Error(`${code}: ${out} ${err}`);
  return JSON.parse(out) as T;
}

type Made = { url: string; share: { id: string; preset: string; expiresAt: string } };

test("a picture is shared, listed and revoked from the command line, with the person's rights", async () => {
  const [ada, bo] = [await makeActor("Ada"), await makeActor("Bo")];
  const { id } = await makeImage(ada);
  const create = ["share", "create", "--image", id, "--preset", "review", "--days", "3d", "--json"];
  const made = parsed<Made>(await cli([...create, "--email", ada.email]));
  expect(made.url).toMatch(/^http:\/\/localhost:\d+\/s\/[\w-]{32}$/);
  expect(made.share.preset).toBe("review");
  const hours = (new Date(made.share.expiresAt).getTime() - Date.now()) / 3_600_000;
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
