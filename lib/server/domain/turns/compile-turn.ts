import "server-only";
import type { TurnSettings } from "@/lib/contracts/settings";
import type { Tx } from "@/lib/server/db";
import { findExactSize, findProfile } from "@/lib/server/domain/studio/models";
import { nameMentions } from "@/lib/server/domain/turns/mentions";
import { parseMentions } from "@/lib/server/domain/views/turn";
import { preparePictures } from "@/lib/server/domain/turns/pictures-to-send";
import type { Image, Prisma } from "@/lib/server/generated/prisma/client";
import { type CompiledCall, compileCall } from "@/lib/server/upstream/send/compile";
import type { EarlierTurn } from "@/lib/server/upstream/send/history";

/** More than the compiler's budget can hold, so that a thread of any length reads the same few rows. */
const EARLIER_MAX = 60;

export type TurnToCompile = {
  parentTurnId: string | null;
  prompt: string;
  settings: TurnSettings;
  systemInstruction: string;
  base: Image | null;
  references: readonly Image[];
  /** The route that the call was given earlier; left out, the model's preferred one. */
  route?: string | null;
};

/**
 * The one way from a turn to a call, for sending and for showing what will be sent.
 * Throws `unknown_model` and `size_not_offered` where the profiles have changed since.
 */
export async function compileTurn(tx: Tx, turn: TurnToCompile): Promise<CompiledCall> {
  const profile = findProfile(turn.settings.model);
  return compileCall({
    profile,
    systemInstruction: turn.systemInstruction.trim() || null,
    earlierTurns: await readEarlierTurns(tx, turn.parentTurnId),
    prompt: turn.prompt,
    shape: turn.settings.shape,
    exactSize: findExactSize(profile, turn.settings),
    route: turn.route ?? null,
    temperature: turn.settings.temperature,
    pictures: await preparePictures(profile, turn.base, turn.references),
  });
}

/** What the model is told where nothing came and nothing was said. */
const NO_PICTURE = "(no picture was made)";

type EarlierRow = {
  prompt: string;
  mentions: Prisma.JsonValue;
  /** By id, of the pictures that the prompt mentions. */
  names: Record<string, string> | null;
  words: string | null;
  isPictured: boolean;
};

/** The turns of this branch, oldest first; a crop is none, the model never heard of it. */
async function readEarlierTurns(tx: Tx, parentTurnId: string | null): Promise<EarlierTurn[]> {
  if (parentTurnId === null) return [];
  const rows = await tx.$queryRaw<EarlierRow[]>`
    WITH RECURSIVE branch AS (
      SELECT id, "workspaceId", "parentTurnId", prompt, mentions, 0 AS depth FROM "Turn" WHERE id = ${parentTurnId}::uuid
      UNION ALL
      SELECT above.id, above."workspaceId", above."parentTurnId", above.prompt, above.mentions, branch.depth + 1
      FROM "Turn" above JOIN branch ON above.id = branch."parentTurnId"
      WHERE branch.depth < ${EARLIER_MAX}::int
    )
    SELECT prompt, mentions,
      (
        SELECT jsonb_object_agg(image.id, image.name)
        FROM jsonb_array_elements(branch.mentions) mention
        JOIN "Image" image ON image.id = (mention->>'imageId')::uuid AND image."workspaceId" = branch."workspaceId"
      ) AS names,
      EXISTS (
        SELECT 1 FROM "Generation" made WHERE made."turnId" = branch.id
          AND made."supersededAt" IS NULL AND made.state NOT IN ('failed', 'unknown', 'cancelled')
      ) AS "isPictured",
      (
        SELECT said."modelWords" FROM "Generation" said WHERE said."turnId" = branch.id
          AND said."supersededAt" IS NULL AND said."failureCode" IN ('no_image', 'model_refused')
          AND said."modelWords" IS NOT NULL
        ORDER BY said.position LIMIT 1
      ) AS words
    FROM branch
    WHERE NOT EXISTS (
      SELECT 1 FROM "Generation" made WHERE made."turnId" = branch.id AND made.endpoint = 'local'
    )
    ORDER BY depth DESC`;
  return rows.map(({ prompt, mentions, names, words, isPictured }) => ({
    instruction: nameMentions(
      prompt,
      parseMentions(mentions),
      new Map(Object.entries(names ?? {})),
    ),
    reply: isPictured ? null : (words ?? NO_PICTURE),
  }));
}
