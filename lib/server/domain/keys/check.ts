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

/** The result of the free check; a paid trial image is the caller's concern. */
export type KeyAnswer = Omit<KeyCheck, "trialThreadId">;

/**
 * Tests a stored key by listing the upstream's models, which costs nothing. Throws `not_found` if there is no such key,
 * `forbidden`, and `too_many_attempts`, so that it cannot serve to try out keys.
 */
export async function checkKey(actor: Actor, holder: KeyHolder): Promise<KeyAnswer> {
  const row = await db.upstreamKey.findFirst({ where: holderColumns(actor, holder) });
  if (row === null) throw new AppError("not_found");
  await countAttempts([{ limit: "key check", key: actor.userId }]);
  const startedAt = performance.now();
  const answer = await listWithKey(row);
  return { ...answer, ms: Math.round(performance.now() - startedAt) };
}

async function listWithKey(row: Parameters<typeof openRow>[0]): Promise<Omit<KeyAnswer, "ms">> {
  try {
    const connection = { baseUrl: getEnv().UPSTREAM_BASE_URL, apiKey: openRow(row) };
    return readAnswer(await listModels(connection));
  } catch (error) {
    if (!(error instanceof KeyUnusable)) throw error;
    return { ...NO_DETAILS, outcome: "failed", failureCode: error.code };
  }
}

const NO_DETAILS = { models: null, failureCode: null, words: null };

function readAnswer(answer: ModelsAnswer): Omit<KeyAnswer, "ms"> {
  if (answer.kind === "listed") {
    return { ...NO_DETAILS, outcome: "accepted", models: answer.models.length };
  }
  if (answer.kind === "none") return { ...NO_DETAILS, outcome: "unclear" };
  const { code, modelWords = null } = answer.failure;
  const outcome = code === "invalid_api_key" ? "refused" : "failed";
  return { models: null, outcome, failureCode: code, words: modelWords };
}
