import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { imageId, threadId, type ThreadId, type TurnId } from "@/lib/contracts/ids";
import { PROMPT_MAX_CHARS, REFERENCES_MAX, VARIATIONS_MAX } from "@/lib/contracts/limits";
import type { TurnSettings } from "@/lib/contracts/settings";
import { SHAPES, TIERS } from "@/lib/contracts/shapes";
import type { TurnDraft } from "@/lib/contracts/turns";
import { authorizeImage } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { defaultSettings } from "@/lib/server/domain/studio/models";
import { createTurn } from "@/lib/server/domain/turns/create";
import { parseSettings } from "@/lib/server/domain/views/turn";
import { pictureAnswer } from "@/lib/server/mcp/picture-answer";
import { defineTool, type ToolAnswer, type ToolCall } from "@/lib/server/mcp/tool";

const WAIT_DEFAULT_S = 240;
const WAIT_MAX_S = 900;

/** What both tools take beside their words. */
const wishes = {
  model: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe("One of list_models; the first if left out"),
  shape: z.enum(SHAPES).optional().describe("Width to height"),
  tier: z
    .enum([...TIERS, "any"])
    .optional()
    .describe("Exact pixels, where the model offers them; `any` leaves the size to the model"),
  variations: z.int().min(1).max(VARIATIONS_MAX).optional().describe("Each one is a paid call"),
  references: z
    .array(imageId)
    .max(REFERENCES_MAX)
    .optional()
    .describe("Ids of further pictures to go by, in the order in which the words speak of them"),
  waitSeconds: z
    .int()
    .min(0)
    .max(WAIT_MAX_S)
    .default(WAIT_DEFAULT_S)
    .describe("How long to wait for the end. What is not done then goes on all the same"),
  idempotencyKey: z
    .uuid()
    .optional()
    .describe("Repeat a call whose answer was lost with the same key, and nothing is paid twice"),
};
type Wishes = z.output<z.ZodObject<typeof wishes>>;

export const generateTool = defineTool({
  name: "generate",
  title: "Make a picture",
  description:
    "Makes pictures from words and, if wanted, reference pictures. Waits for them, and gives their ids with small previews. " +
    "This usually costs money. If you hang up, they are finished and kept all the same.",
  scopes: ["generate"],
  isReadOnly: false,
  input: z.strictObject({
    prompt: z.string().trim().min(1).max(PROMPT_MAX_CHARS).describe("What to make"),
    threadId: threadId.optional().describe("Put it into this thread; a new one if left out"),
    ...wishes,
  }),
  run: (call, { prompt, threadId: place = null, ...given }) =>
    make(call, given, {
      threadId: place,
      parentTurnId: null,
      baseImageId: null,
      prompt,
      settings: withWishes(defaultSettings(), given),
      systemInstruction: "",
      referenceIds: given.references ?? [],
    }),
});

export const refineTool = defineTool({
  name: "refine",
  title: "Change a picture",
  description:
    "Makes a new picture from one of the gallery and an instruction what to change; the old one stays as it is. " +
    "Goes on in the picture's thread, with its settings unless others are given. Costs and waits as generate does.",
  scopes: ["generate"],
  isReadOnly: false,
  input: z.strictObject({
    imageId: imageId.describe("The picture to change"),
    instruction: z.string().trim().min(1).max(PROMPT_MAX_CHARS).describe("What to change"),
    ...wishes,
  }),
  run: async (call, { imageId: baseImageId, instruction, ...given }) => {
    const base = await findBase(call.actor, baseImageId);
    return make(call, given, {
      threadId: base.threadId,
      parentTurnId: base.turnId,
      baseImageId,
      prompt: instruction,
      settings: withWishes(base.settings, given),
      systemInstruction: base.systemInstruction,
      referenceIds: given.references ?? [],
    });
  },
});

async function make(call: ToolCall, given: Wishes, draft: TurnDraft): Promise<ToolAnswer> {
  const idempotencyKey = given.idempotencyKey ?? randomUUID();
  const { turn, thread } = await createTurn(call.actor, call.clock, { ...draft, idempotencyKey });
  return pictureAnswer(
    call,
    { turnId: turn.id, threadId: thread.id, workspaceId: thread.workspaceId },
    given.waitSeconds,
  );
}

function withWishes(base: TurnSettings, given: Wishes): TurnSettings {
  const tier = given.tier === "any" ? null : (given.tier ?? base.tier);
  return {
    ...base,
    model: given.model ?? base.model,
    shape: given.shape ?? base.shape,
    tier,
    variations: given.variations ?? 1,
  };
}

type Base = {
  threadId: ThreadId | null;
  turnId: TurnId | null;
  settings: TurnSettings;
  systemInstruction: string;
};

/** Where a picture goes on: after the turn that made it, or in a new thread where it stands in none (any more). */
async function findBase(actor: Actor, id: string): Promise<Base> {
  const image = await authorizeImage(actor, id, "read");
  const turn = await db.turn.findFirst({
    where: { generations: { some: { id: image.generationId ?? undefined } } },
    select: {
      id: true,
      settings: true,
      systemInstruction: true,
      thread: { select: { id: true, deletedAt: true } },
    },
  });
  if (image.generationId === null || turn === null) {
    return { threadId: null, turnId: null, settings: defaultSettings(), systemInstruction: "" };
  }
  const isThere = turn.thread.deletedAt === null;
  return {
    threadId: isThere ? brandId(turn.thread.id) : null,
    turnId: isThere ? brandId(turn.id) : null,
    settings: parseSettings(turn.settings),
    systemInstruction: turn.systemInstruction,
  };
}
