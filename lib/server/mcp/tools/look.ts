import "server-only";
import { z } from "zod";
import { imageId, threadId, turnId } from "@/lib/contracts/ids";
import { DERIVATIVE_WIDTHS } from "@/lib/contracts/limits";
import { imageBytesPath } from "@/lib/contracts/paths";
import { threadListQuery } from "@/lib/contracts/threads";
import type { TurnView } from "@/lib/contracts/turns";
import { loadImageDetail } from "@/lib/server/domain/images/detail";
import { listImages } from "@/lib/server/domain/images/queries";
import { loadStudioState } from "@/lib/server/domain/studio/state";
import { loadThreadPage } from "@/lib/server/domain/threads/page";
import { listThreads } from "@/lib/server/domain/threads/queries";
import type { VariantName } from "@/lib/server/imaging/variants";
import { previewsOf } from "@/lib/server/mcp/previews";
import { defineTool, mayLookAgain, type ToolCall } from "@/lib/server/mcp/tool";
import { sayFailure, sayImage, sayImages, sayStages } from "@/lib/server/mcp/words";

export const listModelsTool = defineTool({
  name: "list_models",
  title: "List the models",
  description:
    "The available models with the shapes, exact sizes and prices of each, the default first.",
  scopes: ["read", "generate"],
  isReadOnly: true,
  input: z.strictObject({}),
  run: async ({ actor, clock }) => {
    const { models, isSandbox } = await loadStudioState(actor, { clock });
    const lines = models.map(({ id, priceMicroUsd, referencesMax, sizes }) => {
      const tiers = sizes === null ? "no exact sizes" : `tiers ${Object.keys(sizes).join(", ")}`;
      const price = (priceMicroUsd / 1_000_000).toFixed(3);
      return `${id}: $${price} a picture, at most ${referencesMax} references, ${tiers}`;
    });
    if (isSandbox)
      lines.push("This studio runs on its sandbox: pictures are painted here and free.");
    return { text: lines.join("\n"), data: { models, isSandbox } };
  },
});

export const cursor = z.string().max(100).optional().describe("nextCursor of the previous page");

export const previews = z.boolean().default(false).describe("Include a small preview of each");

export const listImagesTool = defineTool({
  name: "list_images",
  title: "Look through the gallery",
  description: "Pictures of the workspace, newest first, 30 per page, with optional previews.",
  scopes: ["read"],
  isReadOnly: true,
  input: z.strictObject({
    query: z.string().max(200).optional().describe("Words of the name or the instruction"),
    cursor,
    previews,
  }),
  run: async ({ actor }, { previews: isShown, ...query }) => {
    const list = await listImages(actor, query);
    const ids = list.images.map(({ id }) => id);
    return {
      text: pageText(list.images.map(sayImage), list.nextCursor),
      data: list,
      previews: isShown ? await previewsOf(ids, "w256") : [],
    };
  },
});

export const getImageTool = defineTool({
  name: "get_image",
  title: "Look at a picture",
  description: "One picture with the instruction that made it and its earlier versions.",
  scopes: ["read"],
  isReadOnly: true,
  input: z.strictObject({
    imageId,
    edge: z.literal(DERIVATIVE_WIDTHS).default(512).describe("Longer edge of the preview, pixels"),
  }),
  run: async ({ actor, origin }, { imageId: id, edge }) => {
    const detail = await loadImageDetail(actor, id);
    const original = origin + imageBytesPath(id, "original");
    const lines = [
      sayImage(detail.image),
      ...(detail.prompt === null ? [] : [`Instruction: ${detail.prompt}`]),
      ...(detail.image.threadId === null ? [] : [`Thread ${detail.image.threadId}`]),
      ...detail.ancestors.map((image) => `Earlier version: ${sayImage(image)}`),
      `The original (needs a session or the token): ${original}`,
    ];
    const variant: VariantName = `w${edge}`;
    return {
      text: lines.join("\n"),
      data: { ...detail, original },
      previews: await previewsOf([id], variant),
    };
  },
});

export const listThreadsTool = defineTool({
  name: "list_threads",
  title: "Look through the threads",
  description:
    "The workspace's threads (conversations that make pictures), latest activity first, 40 per page.",
  scopes: ["read"],
  isReadOnly: true,
  input: threadListQuery.extend({
    query: z.string().max(200).optional().describe("Words of the title or of an instruction"),
    cursor,
  }),
  run: async ({ actor }, query) => {
    const list = await listThreads(actor, query);
    const lines = list.threads.map(
      ({ id, title, lastActivityAt }) => `${id}: ${JSON.stringify(title)}, ${lastActivityAt}`,
    );
    return { text: pageText(lines, list.nextCursor), data: list };
  },
});

export const getThreadTool = defineTool({
  name: "get_thread",
  title: "Read a thread",
  description:
    "One path of a thread, oldest first, 12 turns at a time from its newest end: each instruction and its result. " +
    "`at` selects another branch, `before` reads further back.",
  scopes: ["read"],
  isReadOnly: true,
  input: z.strictObject({ threadId, at: turnId.optional(), before: turnId.optional() }),
  run: async (call, { threadId: id, ...query }) => {
    const { actor, origin } = call;
    const page = await loadThreadPage(actor, id, query);
    const first = page.path[0];
    const lines = [
      `${JSON.stringify(page.thread.title)}: ${origin}/t/${id}`,
      ...(page.hasEarlier && first ? [`There is more before turn ${first.id}.`] : []),
      ...page.path.map((turn) => sayTurn(call, turn, page.siblings[turn.id] ?? [])),
    ];
    return { text: lines.join("\n"), data: page };
  },
});

function sayTurn(call: ToolCall, turn: TurnView, siblings: readonly string[]): string {
  const others = siblings.filter((id) => id !== turn.id);
  return [
    `Turn ${turn.id} by ${turn.createdBy.name}: ${turn.prompt}`,
    ...(others.length > 0 ? [`  Other branches here: ${others.join(", ")}`] : []),
    ...turn.generations.map((generation) => {
      if (generation.images.length > 0) return `  ${sayImages(generation).join("\n  ")}`;
      const hasFailed = ["failed", "unknown", "cancelled"].includes(generation.state);
      return `  ${hasFailed ? sayFailure(generation, call.clock.now(), mayLookAgain(call)) : `${sayStages([generation.state])}.`}`;
    }),
  ].join("\n");
}

export function pageText(lines: readonly string[], nextCursor: string | null): string {
  if (lines.length === 0) return "Nothing found.";
  return [...lines, ...(nextCursor === null ? [] : [`More with cursor ${nextCursor}`])].join("\n");
}
