import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { imageId, threadId } from "@/lib/contracts/ids";
import { PROMPT_MAX_CHARS, REFERENCES_MAX, VARIATIONS_MAX } from "@/lib/contracts/limits";
import type { TurnSettings } from "@/lib/contracts/settings";
import { SHAPES, TIERS } from "@/lib/contracts/shapes";
import type { TurnDraft } from "@/lib/contracts/turns";
import { newOrigin, originOf, settingsFor } from "@/lib/server/domain/compat-orders/complete-draft";
import { createTurn } from "@/lib/server/domain/turns/create";
import { pictureAnswer } from "@/lib/server/mcp/picture-answer";
import { defineTool, type ToolAnswer, type ToolCall } from "@/lib/server/mcp/tool";

const WAIT_DEFAULT_S = 240;
const WAIT_MAX_S = 900;

const words = z
  .string()
  .trim()
  .min(1)
  .max(PROMPT_MAX_CHARS, {
    error: `prompt_too_long: the instruction is too long, at most ${PROMPT_MAX_CHARS} characters are allowed`,
  });

/** The arguments that both tools share, next to the prompt. */
const sharedInput = {
  model: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe("An id from list_models; default: the first"),
  shape: z
    .enum(SHAPES)
    .optional()
    .describe(
      "Width to height. Default: the one named in the prompt, else the picture's, else 3:2",
    ),
  tier: z
    .enum([...TIERS, "any"])
    .optional()
    .describe("Exact pixels, if the model supports them; `any` leaves the size to the model"),
  variations: z.int().min(1).max(VARIATIONS_MAX).optional().describe("Each one is a paid call"),
  references: z
    .array(imageId)
    .max(REFERENCES_MAX)
    .optional()
    .describe("Ids of reference pictures, in the order in which the prompt mentions them"),
  waitSeconds: z
    .int()
    .min(0)
    .max(WAIT_MAX_S)
    .default(WAIT_DEFAULT_S)
    .describe("How long to wait for the result. Unfinished work continues afterwards"),
  idempotencyKey: z
    .uuid()
    .optional()
    .describe(
      "To retry a call whose answer was lost, repeat it with the same key: nothing is paid twice",
    ),
};
type SharedInput = z.output<z.ZodObject<typeof sharedInput>>;

export const generateTool = defineTool({
  name: "generate",
  title: "Make a picture",
  description:
    "Makes pictures from a prompt and optional reference pictures. Waits for them, and returns their ids with small previews. " +
    "This usually costs money. If you disconnect, they are still finished and kept.",
  scopes: ["generate"],
  isReadOnly: false,
  input: z.strictObject({
    prompt: words.describe("What to make"),
    threadId: threadId.optional().describe("The thread to add it to; default: a new one"),
    ...sharedInput,
  }),
  run: (call, { prompt, threadId: target = null, ...given }) =>
    make(call, given, {
      threadId: target,
      parentTurnId: null,
      baseImageId: null,
      prompt,
      settings: settingsFor(prompt, newOrigin().settings, asSettings(given)),
      systemInstruction: "",
      referenceIds: given.references ?? [],
    }),
});

export const refineTool = defineTool({
  name: "refine",
  title: "Change a picture",
  description:
    "Makes a new picture from an existing one and an instruction; the old one is kept unchanged. " +
    "Continues the picture's thread with its settings, unless others are given. Costs and waits like generate.",
  scopes: ["generate"],
  isReadOnly: false,
  input: z.strictObject({
    imageId: imageId.describe("The picture to change"),
    instruction: words.describe("What to change"),
    ...sharedInput,
  }),
  run: async (call, { imageId: baseImageId, instruction, ...given }) => {
    const { settings, ...origin } = await originOf(call.actor, baseImageId);
    return make(call, given, {
      ...origin,
      baseImageId,
      prompt: instruction,
      settings: settingsFor(instruction, settings, asSettings(given)),
      referenceIds: given.references ?? [],
    });
  },
});

async function make(call: ToolCall, given: SharedInput, draft: TurnDraft): Promise<ToolAnswer> {
  const idempotencyKey = given.idempotencyKey ?? randomUUID();
  const { turn, thread } = await createTurn(call.actor, { ...draft, idempotencyKey }, call);
  return pictureAnswer(
    call,
    { turnId: turn.id, threadId: thread.id, workspaceId: thread.workspaceId },
    given.waitSeconds,
  );
}

/** The shared arguments as turn settings. */
function asSettings({ model, shape, tier, variations }: SharedInput): Partial<TurnSettings> {
  return {
    model,
    shape,
    tier: tier === "any" ? null : tier,
    variations,
  };
}
