import { beforeAll, expect, test } from "vitest";
import { GET as getCard } from "@/app/s/[token]/card/route";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { renewAddress, revokeShare } from "@/lib/server/domain/shares/commands";
import { setSharePolicy } from "@/lib/server/domain/shares/policy";
import { sentDuring } from "@/scripts/testing/plans";
import {
  enterPassword,
  makeReviewer,
  makeShare,
  makeSharedThread,
  requestData,
  requestImage,
  requestZip,
  shareDeps,
  visit,
} from "@/scripts/testing/shares";
import { makeActor } from "@/scripts/testing/studio";
import { makeTeam } from "@/scripts/testing/team";

let maya: Actor;
let imageId: string;
/** A token of every kind that opens nothing. */
let dead: Record<string, string>;

beforeAll(async () => {
  maya = await makeActor("Maya");
  const { first } = await makeSharedThread(maya);
  imageId = first.image.id;
  const more = { preset: "review", downloads: "originals", password: "harbour light" };
  const target = { kind: "thread", id: first.thread.id };
  const make = (options: object = {}) => makeShare(maya, { target, ...more, ...options });
  const [revoked, snapshot, expired, renewed] = [
    await make(),
    await make({ mode: "snapshot" }),
    await make(),
    await make(),
  ];
  await revokeShare(maya, revoked.share.id, shareDeps);
  await revokeShare(maya, snapshot.share.id, shareDeps);
  const yesterday = new Date(shareDeps.clock.now().getTime() - 86_400_000);
  await db.share.update({ where: { id: expired.share.id }, data: { expiresAt: yesterday } });
  await renewAddress(maya, renewed.share.id, shareDeps);
  dead = {
    unknown: "x".repeat(32),
    revoked: revoked.token,
    "revoked snapshot": snapshot.token,
    expired: expired.token,
    "replaced address": renewed.token,
    "blocked by the policy": await makeBlocked(),
    "one character wrong": `${expired.token.slice(0, -1)}!`,
    short: "abc",
    long: "x".repeat(2_000),
    "another alphabet": "图片/..\\\0%00'--",
  };
});

async function makeBlocked(): Promise<string> {
  const { id, owner } = await makeTeam();
  const { first } = await makeSharedThread(owner);
  const target = { kind: "thread", id: first.thread.id };
  const { token } = await makeShare(owner, { target });
  await setSharePolicy(owner, {
    workspaceId: id,
    who: "everyone",
    maxDays: null,
    passwordRequired: false,
    publicAllowed: false,
  });
  return token;
}

const pathOf = (token: string) => encodeURIComponent(token);

const routes: Record<string, (token: string) => Promise<Response>> = {
  data: (token) => requestData(pathOf(token)),
  image: (token) => requestImage(pathOf(token), imageId),
  original: (token) => requestImage(pathOf(token), imageId, "original"),
  zip: (token) => requestZip(pathOf(token)),
  password: (token) => enterPassword(pathOf(token), "harbour light"),
  comment: (token) => makeReviewer(pathOf(token)).comment({ imageId, body: "So", name: "Gus" }),
  pick: (token) => makeReviewer(pathOf(token)).pick(imageId, { name: "Gus" }),
  verdict: (token) => makeReviewer(pathOf(token)).verdict({ verdict: "approved", name: "Gus" }),
  card: (token) =>
    getCard(visit(`${pathOf(token)}/card`), { params: Promise.resolve({ token: pathOf(token) }) }),
};

/** All of an answer but the id of the request. */
async function describeAnswer(answer: Response) {
  const { "x-request-id": id = "", ...headers } = Object.fromEntries(answer.headers);
  const body = Buffer.from(await answer.arrayBuffer()).toString("latin1");
  return { status: answer.status, headers, body: id === "" ? body : body.replaceAll(id, "ID") };
}

test.each(Object.keys(routes))(
  "%s: tokens that open nothing answer alike, after the same statements",
  async (name) => {
    const request = routes[name] ?? routes.data;
    const seen: Record<string, object> = {};
    for (const [kind, token] of Object.entries(dead)) {
      let answer: object = {};
      const sent = await sentDuring(async () => {
        answer = await describeAnswer((await request?.(token)) ?? new Response());
      });
      seen[kind] = { answer, sent: sent.map(({ text }) => text) };
    }
    expect(seen.unknown).toMatchObject({
      answer: { status: name === "card" ? 200 : 404 },
      sent: [expect.stringContaining('"Share"')],
    });
    for (const kind of Object.keys(dead))
      expect({ [kind]: seen[kind] }).toEqual({ [kind]: seen.unknown });
  },
);

test("however often it is asked, a token that opens nothing is not throttled differently", async () => {
  const statuses = new Set<number>();
  for (let round = 0; round < 15; round += 1) {
    for (const token of Object.values(dead)) {
      statuses.add((await enterPassword(pathOf(token), "harbour light")).status);
    }
  }
  expect([...statuses]).toEqual([404]);
});
