import { afterAll, expect, test } from "vitest";
import { GET } from "@/app/i/[imageId]/[variant]/route";
import { signImageAddress } from "@/lib/server/auth/signed-address";
import { closeDatabase, db } from "@/lib/server/db";
import { makeActor, makeImage } from "@/scripts/testing/studio";

afterAll(closeDatabase);

const get = (path: string, headers: Record<string, string> = {}) =>
  GET(new Request(`http://localhost:3000${path}`, { headers }));

test("a signed address shows the image without an account until it expires", async () => {
  const image = await makeImage(await makeActor());
  const response = await get(signImageAddress(image.id));
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("image/png");
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect(response.headers.get("set-cookie")).toBeNull();
  const age = /^private, max-age=(\d+)$/.exec(response.headers.get("cache-control") ?? "")?.[1];
  expect(Number(age)).toBeGreaterThan(86_000);
  expect((await response.arrayBuffer()).byteLength).toBe(image.byteCount);
  const preview = await get(signImageAddress(image.id, 256));
  expect(preview.headers.get("content-type")).toBe("image/webp");
  expect((await get(signImageAddress(image.id, "original", { ttlS: -1 }))).status).toBe(404);
});

test("a missing and a deleted image answer alike", async () => {
  const image = await makeImage(await makeActor());
  await db.image.update({ where: { id: image.id }, data: { deletedAt: new Date() } });
  const answers = await Promise.all(
    [image.id, crypto.randomUUID()].map(async (id) => {
      const response = await get(signImageAddress(id), { "x-request-id": "the-same-one" });
      return [response.status, await response.text()];
    }),
  );
  expect(answers[0]?.[0]).toBe(404);
  expect(answers[1]).toEqual(answers[0]);
});

test("?download gives every size a file name of its own", async () => {
  const image = await makeImage(await makeActor());
  const names = await Promise.all(
    (["original", 256, 512, 1440] as const).map(async (variant) => {
      const address = signImageAddress(image.id, variant);
      const shown = await get(address);
      expect(shown.headers.get("content-disposition")).toMatch(/^inline; /);
      return (await get(`${address}&download`)).headers.get("content-disposition");
    }),
  );
  expect(names).toEqual([
    'attachment; filename="colour.png"',
    'attachment; filename="colour-w256.webp"',
    'attachment; filename="colour-w512.webp"',
    'attachment; filename="colour-w1440.webp"',
  ]);
});
