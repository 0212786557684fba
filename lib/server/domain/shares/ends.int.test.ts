import { beforeAll, describe, expect, test } from "vitest";
import type { ShareView } from "@/lib/contracts/shares";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { renewAddress, revokeShare } from "@/lib/server/domain/shares/commands";
import { setSharePolicy } from "@/lib/server/domain/shares/policy";
import {
  enterPassword,
  makeSharedThread,
  makeShare,
  requestData,
  requestImage,
  requestZip,
  shareDeps,
} from "@/scripts/testing/shares";
import { addMember, makeTeam } from "@/scripts/testing/team";

let owner: Actor;
let maya: Actor;

beforeAll(async () => {
  const team = await makeTeam();
  owner = team.owner;
  maya = await addMember(team.id, "member", "Maya");
});

/** An answer without its request id. */
async function textOf(response: Response): Promise<string> {
  const text = (await response.text()).replace(/"requestId":"[^"]*"/, "");
  const headers = [...response.headers].filter(([name]) => name !== "x-request-id");
  return JSON.stringify([response.status, headers, text]);
}

describe("a link ends with the next request", () => {
  const ends: [string, (view: ShareView, imageId: string) => Promise<unknown>][] = [
    ["when it is revoked", (view) => revokeShare(maya, view.id, shareDeps)],
    ["when it gets a new address", (view) => renewAddress(maya, view.id, shareDeps)],
    [
      "when it expires",
      ({ id }) => db.share.update({ where: { id }, data: { expiresAt: new Date(1) } }),
    ],
    [
      "when its image is trashed",
      (_, id) => db.image.update({ where: { id }, data: { deletedAt: new Date() } }),
    ],
    [
      "when its creator is suspended",
      () => db.user.update({ where: { id: maya.userId }, data: { suspendedAt: new Date() } }),
    ],
    [
      "when the workspace allows no public links",
      () => setSharePolicy(owner, { workspaceId: maya.workspaceId, publicAllowed: false }),
    ],
    [
      "when the workspace needs passwords",
      () => setSharePolicy(owner, { workspaceId: maya.workspaceId, passwordRequired: true }),
    ],
    [
      "when its creator left",
      () =>
        db.membership.deleteMany({ where: { userId: maya.userId, workspaceId: maya.workspaceId } }),
    ],
  ];
  test.each(ends)("%s: data, image, conditional request, ZIP", async (_, end) => {
    const { first } = await makeSharedThread(maya);
    const target = { kind: "image", id: first.image.id };
    const { share: made, token } = await makeShare(maya, { target, preset: "hand_over" });
    const etag = (await requestImage(token, first.image.id)).headers.get("etag") ?? "";
    const conditional = { headers: { "if-none-match": etag } };
    expect((await requestImage(token, first.image.id, "512", conditional)).status).toBe(304);
    await end(made, first.image.id);
    const unknown = "x".repeat(32);
    const wanted = await textOf(await requestData(unknown));
    expect(wanted).toContain("not_found");
    expect(await textOf(await requestData(token))).toBe(wanted);
    for (const answer of [
      await requestImage(token, first.image.id),
      await requestImage(token, first.image.id, "512", conditional),
      await requestImage(token, first.image.id, "512", { headers: { "if-none-match": "*" } }),
      await requestZip(token),
      await enterPassword(token, "any words"),
    ]) {
      expect(answer.status).toBe(404);
      expect(await textOf(answer)).toBe(wanted);
    }
    // Undo what is not undone with the share.
    await db.user.update({ where: { id: maya.userId }, data: { suspendedAt: null } });
    const { workspaceId } = maya;
    await setSharePolicy(owner, { workspaceId, publicAllowed: true, passwordRequired: false });
    const member = { userId: maya.userId, workspaceId };
    await db.membership.upsert({
      where: { userId_workspaceId: member },
      create: { ...member, role: "member" },
      update: {},
    });
  });
});
