import "server-only";
import type { KeyHolder } from "@/lib/contracts/key-sources";
import type { KeyCheck } from "@/lib/contracts/keys";
import type { Actor } from "@/lib/server/auth/actor";
import { countAttempts } from "@/lib/server/auth/throttle";
import { db } from "@/lib/server/db";
import { holderColumns } from "@/lib/server/domain/keys/commands";
import { KeyUnusable, openRow } from "@/lib/server/domain/keys/open";
import { getEnv } from "@/lib/server/env";
import { AppError } from "@/lib/server/errors";
import { listModels, type ModelsAnswer } from "@/lib/server/upstream/send/list-models";

/** What the free question tells; whether a picture is asked for as well is not its matter. */
export type KeyAnswer = Omit<KeyCheck, "trialThreadId">;

/**
 * The connection check's free question with a key that was brought: is it let in? Costs nothing and draws nothing.
 * Throws `not_found` where there is no such key, `forbidden`, and `too_many_attempts`: this is no place to try out keys.
 */
export async function checkKey(actor: Actor, holder: KeyHolder): Promise<KeyAnswer> {
  const row = await db.upstreamKey.findFirst({ where: holderColumns(actor, holder) });
  if (row === null) throw new AppError("not_found");
  await countAttempts([{ limit: "key check", key: actor.userId }]);
  const startedAt = performance.now();
  const answer = await ask(row);
  return { ...answer, ms: Math.round(performance.now() - startedAt) };
}

async function ask(row: Parameters<typeof openRow>[0]): Promise<Omit<KeyAnswer, "ms">> {
  try {
    const connection = { baseUrl: getEnv().UPSTREAM_BASE_URL, apiKey: openRow(row) };
    return readAnswer(await listModels(connection));
  } catch (error) {
    if (!(error instanceof KeyUnusable)) throw error;
    return { ...NOTHING, outcome: "failed", failureCode: error.code };
  }
}

const NOTHING = { models: null, failureCode: null, words: null };

function readAnswer(answer: ModelsAnswer): Omit<KeyAnswer, "ms"> {
  if (answer.kind === "listed") {
    return { ...NOTHING, outcome: "accepted", models: answer.models.length };
  }
  if (answer.kind === "none") return { ...NOTHING, outcome: "unclear" };
  const { code, modelWords = null } = answer.failure;
  const outcome = code === "invalid_api_key" ? "refused" : "failed";
  return { models: null, outcome, failureCode: code, words: modelWords };
}
