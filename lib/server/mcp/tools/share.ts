import "server-only";
import { z } from "zod";
import { collectionId, imageId, threadId } from "@/lib/contracts/ids";
import { DERIVATIVE_WIDTHS } from "@/lib/contracts/limits";
import {
  SHARE_DAYS_DEFAULT,
  SHARE_DAYS_MAX,
  SHARE_PASSWORD_MAX_CHARS,
  SHARE_PASSWORD_MIN_CHARS,
  SHARE_PRESETS,
  SHARE_SELECTION_MAX,
} from "@/lib/contracts/share-choices";
import { shareCreateBody, type ShareTarget } from "@/lib/contracts/shares";
import { createShare } from "@/lib/server/domain/shares/create";
import { shareAddress } from "@/lib/server/domain/shares/share-address";
import { AppError } from "@/lib/server/errors";
import { defineTool } from "@/lib/server/mcp/tool";

const DAY_MS = 86_400_000;
const HOURS_DEFAULT = 24;
const HOURS_MAX = 7 * 24;

const input = z.strictObject({
  imageId: imageId.optional(),
  imageIds: z.array(imageId).min(1).max(SHARE_SELECTION_MAX).optional(),
  threadId: threadId.optional(),
  collectionId: collectionId.optional(),
  form: z
    .enum(["page", "file"])
    .default("page")
    .describe("A page that shows it, or the address of one picture's file (imageId only)"),
  preset: z
    .enum(SHARE_PRESETS)
    .default("show")
    .describe(
      "page: show = look; review = look, comment, pick; hand_over = look, download, continue in a studio of their own",
    ),
  days: z
    .int()
    .min(1)
    .max(SHARE_DAYS_MAX)
    .optional()
    .describe(`page: how long it works (default ${SHARE_DAYS_DEFAULT}, or what the policy allows)`),
  password: z
    .string()
    .min(SHARE_PASSWORD_MIN_CHARS)
    .max(SHARE_PASSWORD_MAX_CHARS)
    .optional()
    .describe("page: visitors must enter it"),
  edge: z
    .literal([...DERIVATIVE_WIDTHS, "original"])
    .default("original")
    .describe("file: the original, or a preview by its longer edge in pixels"),
  hours: z.int().min(1).max(HOURS_MAX).default(HOURS_DEFAULT).describe("file: how long it works"),
});
type Input = z.output<typeof input>;

export const shareTool = defineTool({
  name: "share",
  title: "Make a link",
  description:
    "Creates a link that shows one picture, several, a thread or a collection to anyone who has it, without an account, " +
    "until it expires or is revoked. Create one only when the person asks for it. Give exactly one of imageId, imageIds, " +
    "threadId and collectionId.",
  scopes: ["share"],
  isReadOnly: false,
  input,
  run: async ({ actor, clock, origin }, args) => {
    const target = targetOf(args);
    if (args.form === "file") {
      if (target.kind !== "image") throw new AppError("invalid_field", { field: "imageId" });
      const { edge, hours } = args;
      const shared = await shareAddress(actor, { imageId: target.id, edge, hours }, { clock });
      return answer(origin + shared.path, shared.expiresAt.toISOString());
    }
    const { preset, days, password } = args;
    const end = days === undefined ? undefined : new Date(clock.now().getTime() + days * DAY_MS);
    const body = shareCreateBody.parse({
      target,
      preset,
      ...(end !== undefined && { expiresAt: end.toISOString() }),
      ...(password !== undefined && { password }),
    });
    const { share, url } = await createShare(actor, body, { clock, origin });
    return answer(url, share.expiresAt, { shareId: share.id });
  },
});

/** Exactly one of the four. */
function targetOf({ imageId: id, imageIds, threadId: thread, collectionId: collection }: Input) {
  const targets: ShareTarget[] = [
    ...(id === undefined ? [] : [{ kind: "image" as const, id }]),
    ...(imageIds === undefined ? [] : [{ kind: "selection" as const, ids: imageIds }]),
    ...(thread === undefined ? [] : [{ kind: "thread" as const, id: thread }]),
    ...(collection === undefined ? [] : [{ kind: "collection" as const, id: collection }]),
  ];
  const [target] = targets;
  if (target === undefined || targets.length > 1) {
    throw new AppError("invalid_field", {
      field: "imageId",
      detail: "Exactly one of imageId, imageIds, threadId and collectionId is expected",
    });
  }
  return target;
}

function answer(url: string, expiresAt: string | null, more: object = {}) {
  const until = expiresAt === null ? "Good until it is revoked." : `Good until ${expiresAt}.`;
  return { text: `${url}\n${until}`, data: { url, expiresAt, ...more } };
}
