import { readFile } from "node:fs/promises";
import { afterAll, expect, test } from "vitest";
import { GET } from "@/app/api/images/[imageId]/[variant]/route";
import { readRecipe } from "@/lib/client/read-recipe";
import { authorizeImage } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { parseSha256 } from "@/lib/server/blobs/store";
import { closeDatabase, db } from "@/lib/server/db";
import { readWithRecipe } from "@/lib/server/domain/images/recipe";
import { blobStore } from "@/lib/server/domain/images/storage";
import { makeTokenOf } from "@/scripts/matrix/world";
import { makeActor, makeImage } from "@/scripts/testing/studio";
import { addMember, makeTeam } from "@/scripts/testing/team";
import { addPaintedTurn, makePaintedThread } from "@/scripts/testing/thread";

afterAll(closeDatabase);

const withRecipe = async (actor: Actor, imageId: string) =>
  readWithRecipe(actor, await authorizeImage(actor, imageId, "read"));

test("the recipe has the prompt, settings, and the parents that the reader may see", async () => {
  const { id } = await makeTeam();
  const maya = await addMember(id, "member", "Maya");
  const cole = await addMember(id, "member", "Cole");
  const secret = await makePaintedThread(maya, { prompt: "a secret sketch" });
  const shown = await makePaintedThread(maya, { prompt: "a boat", visibility: "workspace" });
  const next = await addPaintedTurn(maya, shown.thread.id, { prompt: "make it night" });
  await db.image.update({ where: { id: next.image.id }, data: { parentImageId: shown.image.id } });
  await db.image.update({
    where: { id: shown.image.id },
    data: { parentImageId: secret.image.id },
  });
  await db.reference.create({
    data: { turnId: next.turn.id, position: 0, imageId: secret.image.id },
  });

  const own = (await withRecipe(maya, next.image.id)).toString("utf8");
  for (const words of ["make it night", "a boat", "a secret sketch", "gpt-image-2-vip"]) {
    expect(own).toContain(words);
  }
  const others = (await withRecipe(cole, next.image.id)).toString("utf8");
  expect(others).toContain(shown.image.id);
  for (const words of [
    "a secret sketch",
    secret.image.id,
    "Maya",
    maya.email,
    "30000",
    "sandbox",
  ]) {
    expect(others).not.toContain(words);
  }
});

test("the download is a file of its own with a recipe, and the stored bytes stay", async () => {
  const ada = await makeActor();
  const { image } = await makePaintedThread(ada, { prompt: "灯塔 at dusk" });
  const { token } = await makeTokenOf(ada, ada.workspaceId, ["read"]);
  const ask = (search: string, headers: Record<string, string> = {}) =>
    GET(
      new Request(`http://studio.test/api/images/${image.id}/original${search}`, {
        headers: { authorization: `Bearer ${token}`, ...headers },
      }),
      { params: Promise.resolve({ imageId: image.id, variant: "original" }) },
    );
  const response = await ask("?recipe");
  expect(response.status).toBe(200);
  expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename=.*at-dusk/);
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(await readRecipe(new Blob([bytes]))).toMatchObject({ prompt: "灯塔 at dusk" });
  const part = await ask("?recipe", { range: "bytes=1-3" });
  expect([part.status, await part.text()]).toEqual([206, "PNG"]);

  const plain = Buffer.from(await (await ask("")).arrayBuffer());
  const sha256 = parseSha256(String(image.sha256));
  expect(plain.equals(await blobStore().withLocalFile(sha256, (path) => readFile(path)))).toBe(
    true,
  );
  expect(plain.length).toBeLessThan(bytes.length);
});

test("an upload has no recipe", async () => {
  const ada = await makeActor();
  const { id } = await makeImage(ada);
  await expect(withRecipe(ada, id)).rejects.toMatchObject({ code: "no_recipe" });
});
