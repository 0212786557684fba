import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { GET } from "@/app/s/i/[shareId]/[imageId]/[variant]/route";
import type { ShareId } from "@/lib/contracts/ids";
import type { Actor } from "@/lib/server/auth/actor";
import { readSignedAddress, signImageAddress } from "@/lib/server/auth/signed-address";
import { systemClock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { addressSigner, type SignAddress } from "@/lib/server/domain/shares/addresses";
import { revokeShare } from "@/lib/server/domain/shares/commands";
import { setSharePolicy } from "@/lib/server/domain/shares/policy";
import { addressOpeningsWritten } from "@/lib/server/domain/shares/address-openings";
import { listShares, listVisits, loadShare } from "@/lib/server/domain/shares/queries";
import { revokeOwnToken } from "@/lib/server/domain/tokens/commands";
import { sentDuring } from "@/scripts/testing/plans";
import { asProgram } from "@/scripts/testing/program";
import { makeImage } from "@/scripts/testing/studio";
import { addMember, makeTeam } from "@/scripts/testing/team";

afterAll(async () => {
  await addressOpeningsWritten();
  await closeDatabase();
});

const deps = { clock: systemClock, origin: "http://localhost:3000" };
let owner: Actor;
let maya: Actor;
let program: Actor & { token: NonNullable<Actor["token"]> };
let sign: SignAddress;
let imageId: string;

beforeAll(async () => {
  const team = await makeTeam();
  owner = team.owner;
  maya = await addMember(team.id, "member", "Maya");
});
beforeEach(async () => {
  program = await asProgram(maya);
  sign = addressSigner(program, deps);
  imageId = (await makeImage(maya)).id;
});

const get = (path: string | null, headers: Record<string, string> = {}) =>
  GET(new Request(`http://localhost:3000${path}`, { headers }));

async function statusOf(path: string | null, headers: Record<string, string> = {}) {
  const response = await get(path, headers);
  await response.arrayBuffer();
  return response.status;
}

const shareIdOf = (path: string | null) => readSignedAddress(path ?? "")?.shareId ?? "";

test("a signed address shows the image without an account until it expires", async () => {
  const path = await sign(imageId, "original");
  const response = await get(path);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("image/png");
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect(response.headers.get("set-cookie")).toBeNull();
  expect(response.headers.get("cache-control")).toBe("private, no-cache");
  expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(0);
  const preview = await get(await sign(imageId, 256));
  await preview.arrayBuffer();
  expect(preview.headers.get("content-type")).toBe("image/webp");
  const expired = signImageAddress(shareIdOf(path), imageId, "original", { ttlS: -1 });
  expect(await statusOf(expired)).toBe(404);
});

test("the addresses of one token are one share, which its person lists and revokes", async () => {
  const path = await sign(imageId, "original");
  const again = await addressSigner(program, deps)(imageId, 256);
  expect(shareIdOf(again)).toBe(shareIdOf(path));
  const other = await addressSigner(await asProgram(maya), deps)(imageId, "original");
  expect(shareIdOf(other)).not.toBe(shareIdOf(path));
  const { shares } = await listShares(maya, {}, deps);
  const listed = shares.find(({ id }) => id === shareIdOf(path));
  expect(listed).toMatchObject({
    origin: "api",
    kind: "addresses",
    title: "A script",
    state: "active",
    url: null,
  });
  const etag = (await get(path)).headers.get("etag") ?? "";
  expect(await statusOf(path, { "if-none-match": etag })).toBe(304);
  await revokeShare(maya, brandId(shareIdOf(path)), deps);
  for (const address of [path, again]) expect(await statusOf(address)).toBe(404);
  expect(await statusOf(path, { "if-none-match": etag })).toBe(404);
  expect(await statusOf(other)).toBe(200);
  // A revoked share stays revoked; the token's next address belongs to a new one.
  const next = await addressSigner(program, deps)(imageId, "original");
  expect(shareIdOf(next)).not.toBe(shareIdOf(path));
  expect(await statusOf(next)).toBe(200);
});

test("an address ends with its token, its person's membership, and the policy", async () => {
  const { workspaceId } = maya;
  const path = await sign(imageId, "original");
  const policies = [
    [{ who: "admins" }, { who: "everyone" }],
    [{ passwordRequired: true }, { passwordRequired: false }],
    [{ publicAllowed: false }, { publicAllowed: true }],
  ] as const;
  for (const [refusing, allowing] of policies) {
    await setSharePolicy(owner, { workspaceId, ...refusing });
    expect(await statusOf(path)).toBe(404);
    expect(await addressSigner(program, deps)(imageId, "original")).toBeNull();
    await setSharePolicy(owner, { workspaceId, ...allowing });
    expect(await statusOf(path)).toBe(200);
  }
  const issued = { now: () => new Date(Date.now() - 2 * 86_400_000) };
  const week = { clock: issued, ttlS: 7 * 86_400 };
  const old = signImageAddress(shareIdOf(path), imageId, "original", week);
  expect(await statusOf(old)).toBe(200);
  await setSharePolicy(owner, { workspaceId, maxDays: 1 });
  expect(await statusOf(old)).toBe(404);
  expect(await statusOf(path)).toBe(200);
  await setSharePolicy(owner, { workspaceId, maxDays: null });
  const where = { userId_workspaceId: { userId: maya.userId, workspaceId } };
  await db.membership.update({ where, data: { role: "viewer" } });
  expect(await statusOf(path)).toBe(404);
  await db.membership.update({ where, data: { role: "member" } });
  await revokeOwnToken(maya, program.token.id, deps);
  expect(await statusOf(path)).toBe(404);
});

test("openings are counted and logged in batches that no answer waits for", async () => {
  const path = await sign(imageId, "original");
  const shareId = brandId<ShareId>(shareIdOf(path));
  const loadOpenings = async () => {
    await addressOpeningsWritten();
    const { openings, lastOpenedAt } = await loadShare(maya, shareId, deps);
    return { openings, isOpened: lastOpenedAt !== null };
  };
  expect(await loadOpenings()).toEqual({ openings: 0, isOpened: false });
  const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
  const headers = { "user-agent": firefox, "x-pentimento-peer": "192.0.2.7" };
  const sent = await sentDuring(async () => {
    expect(await Promise.all(Array.from({ length: 20 }, () => statusOf(path, headers)))).toEqual(
      Array.from({ length: 20 }, () => 200),
    );
    await addressOpeningsWritten();
  });
  const inserts = sent.filter(({ text }) => text.startsWith('INSERT INTO "public"."ShareVisit"'));
  expect(inserts.length).toBeGreaterThan(0);
  expect(inserts.length).toBeLessThan(20);
  expect(await loadOpenings()).toEqual({ openings: 20, isOpened: true });
  const { visits } = await listVisits(maya, { shareId });
  expect(visits).toHaveLength(20);
  expect(new Set(visits.map(({ browser, visitor }) => `${browser} ${visitor}`)).size).toBe(1);
  expect(visits[0]?.browser).toBe("Firefox");
  expect(JSON.stringify(visits)).not.toContain("192.0.2");

  // A conditional request, a part, and a refused one are no openings.
  const whole = await get(path, headers);
  await whole.arrayBuffer();
  const etag = whole.headers.get("etag") ?? "";
  expect(await statusOf(path, { ...headers, "if-none-match": etag })).toBe(304);
  expect(await statusOf(path, { ...headers, range: "bytes=0-9" })).toBe(206);
  expect(await statusOf(`${path}x`, headers)).toBe(404);
  expect(await loadOpenings()).toEqual({ openings: 21, isOpened: true });
});

test("an answer does not wait for the count", async () => {
  const path = await sign(imageId, "original");
  const lock = await holdShare(shareIdOf(path));
  expect(await statusOf(path)).toBe(200);
  await lock.release();
  await addressOpeningsWritten();
  expect((await loadShare(maya, brandId(shareIdOf(path)), deps)).openings).toBe(1);
});

/** Another session's lock on the share's row. */
async function holdShare(id: string) {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  await client.query("BEGIN");
  await client.query('SELECT 1 FROM "Share" WHERE id = $1 FOR UPDATE', [id]);
  return {
    async release() {
      await client.query("COMMIT");
      await client.end();
    },
  };
}

test("a missing and a deleted image answer alike", async () => {
  await db.image.update({ where: { id: imageId }, data: { deletedAt: new Date() } });
  const answers = await Promise.all(
    [imageId, crypto.randomUUID()].map(async (id) => {
      const response = await get(await sign(id, "original"), { "x-request-id": "the-same-one" });
      return [response.status, await response.text()];
    }),
  );
  expect(answers[0]?.[0]).toBe(404);
  expect(answers[1]).toEqual(answers[0]);
});

test("?download gives every size a file name of its own", async () => {
  const names = await Promise.all(
    (["original", 256, 512, 1440] as const).map(async (variant) => {
      const address = await sign(imageId, variant);
      const shown = await get(address);
      await shown.arrayBuffer();
      expect(shown.headers.get("content-disposition")).toMatch(/^inline; /);
      const saved = await get(`${address}&download`);
      await saved.arrayBuffer();
      return saved.headers.get("content-disposition");
    }),
  );
  expect(names).toEqual([
    'attachment; filename="colour.png"',
    'attachment; filename="colour-w256.webp"',
    'attachment; filename="colour-w512.webp"',
    'attachment; filename="colour-w1440.webp"',
  ]);
});
