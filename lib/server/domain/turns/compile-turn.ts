import "server-only";
import type { TurnSettings } from "@/lib/contracts/settings";
import type { Tx } from "@/lib/server/db";
import { findExactSize, findProfile } from "@/lib/server/domain/upstream/models";
import { nameMentions } from "@/lib/server/domain/turns/mentions";
import { parseMentions } from "@/lib/server/domain/views/turn";
import { preparePictures } from "@/lib/server/domain/turns/pictures-to-send";
import type { Image, Prisma } from "@/lib/server/generated/prisma/client";
import { type CompiledCall, compileCall } from "@/lib/server/upstream/send/compile";
import type { EarlierTurn } from "@/lib/server/upstream/send/history";

/** More than the compiler's budget can hold, so that long threads do not read more rows. */
const EARLIER_MAX = 60;

export type TurnToCompile = {
  parentTurnId: string | null;
  prompt: string;
  settings: TurnSettings;
  systemInstruction: string;
  base: Image | null;
  references: readonly Image[];
  /** The route that the call used earlier; by default the model's preferred one. */
  route?: string | null;
};

/**
 * Compiles a turn into a call, both for sending and for previews. Throws `unknown_model` and `size_not_offered` if the
 * profiles have changed since, and `image_purged`.
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

/** Replaces the model's reply if a turn gave neither an image nor text. */
const NO_PICTURE = "(no picture was made)";

type EarlierRow = {
  prompt: string;
  mentions: Prisma.JsonValue;
  /** Names by id of the images that the prompt mentions. */
  names: Record<string, string> | null;
  words: string | null;
  isPictured: boolean;
};

/** The turns of this branch, oldest first, without crops, which never reached the model, and without hidden words. */
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
        SELECT 1 FROM "Generation" g WHERE g."turnId" = branch.id
          AND g."supersededAt" IS NULL AND g.state NOT IN ('failed', 'unknown', 'cancelled')
      ) AS "isPictured",
      (
        SELECT replied."modelWords" FROM "Generation" replied WHERE replied."turnId" = branch.id
          AND replied."supersededAt" IS NULL AND replied."failureCode" IN ('no_image', 'model_refused')
          AND replied."modelWords" IS NOT NULL
        ORDER BY replied.position LIMIT 1
      ) AS words
    FROM branch
    WHERE branch.prompt <> '' AND NOT EXISTS (
      SELECT 1 FROM "Generation" g WHERE g."turnId" = branch.id AND g.endpoint = 'local'
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
