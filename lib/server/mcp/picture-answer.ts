import "server-only";
import type { GenerationState } from "@/lib/contracts/generations";
import type { ThreadId, TurnId, WorkspaceId } from "@/lib/contracts/ids";
import { imageBytesPath } from "@/lib/contracts/paths";
import type { TurnView } from "@/lib/contracts/turns";
import { db } from "@/lib/server/db";
import { readCreated } from "@/lib/server/domain/turns/created";
import { waitForTurn } from "@/lib/server/domain/turns/watch";
import { previewsOf } from "@/lib/server/mcp/previews";
import { mayLookAgain, type ToolAnswer, type ToolCall } from "@/lib/server/mcp/tool";
import { keptImagesOf, sayFailure, sayImages, sayStages } from "@/lib/server/mcp/words";

/** Assistants' clients time out a call that is silent for a minute. */
const PROGRESS_EVERY_MS = 5_000;

type TurnRef = { turnId: TurnId; threadId: ThreadId; workspaceId: WorkspaceId };

/** Waits for a turn's images while reporting progress, then describes the outcome of each. */
export async function pictureAnswer(
  call: ToolCall,
  ref: TurnRef,
  waitSeconds: number,
): Promise<ToolAnswer> {
  const began = performance.now();
  const patience = AbortSignal.timeout(waitSeconds * 1000);
  let states: readonly GenerationState[] = [];
  const report = () => {
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    // Fails only after a disconnect, which the caller's own signal reports.
    call.progress(seconds, sayStages(states)).catch(() => undefined);
  };
  const beat = setInterval(report, PROGRESS_EVERY_MS);
  try {
    await waitForTurn(ref.workspaceId, ref.turnId, {
      signal: AbortSignal.any([call.signal, patience]),
      onMove: (moved) => {
        states = moved;
        report();
      },
    });
  } catch (error) {
    // At the end of the wait, answer with the state so far.
    if (call.signal.aborted || !patience.aborted) throw error;
  } finally {
    clearInterval(beat);
  }
  const { turn } = await readCreated(db, ref.turnId);
  return describe(turn, call);
}

async function describe(turn: TurnView, call: ToolCall): Promise<ToolAnswer> {
  const { origin, actor } = call;
  const images = turn.generations.flatMap(keptImagesOf);
  const page = `${origin}/t/${turn.threadId}`;
  const isUnderWay = turn.generations.some(({ finishedAt, state }) => {
    return finishedAt === null && state !== "unknown" && state !== "cancelled";
  });
  const lines = turn.generations.map((generation) => {
    if (generation.images.length > 0) return sayImages(generation).join("\n");
    if (["failed", "unknown", "cancelled"].includes(generation.state))
      return sayFailure(generation, call.clock.now(), mayLookAgain(call));
    return `In progress: ${sayStages([generation.state])}.`;
  });
  const ending = isUnderWay
    ? [
        actor.token?.scopes.includes("read")
          ? `Unfinished pictures continue. Check later with get_thread, threadId ${turn.threadId}.`
          : "Unfinished pictures continue, and will appear in the studio.",
      ]
    : [];
  return {
    text: [...lines, `Thread ${turn.threadId}, turn ${turn.id}: ${page}`, ...ending].join("\n"),
    data: {
      threadId: turn.threadId,
      turnId: turn.id,
      page,
      isUnderWay,
      images: images.map(({ id, width, height, media, byteCount }) => ({
        id,
        width,
        height,
        media,
        byteCount,
        /** These need the same token, or a session. */
        original: origin + imageBytesPath(id, "original"),
      })),
      generations: turn.generations.map((generation) => {
        const { id, state, failureCode, billed, costMicroUsd, hasAnswer } = generation;
        return { id, state, failureCode, billed, costMicroUsd, hasAnswer };
      }),
    },
    previews: await previewsOf(
      images.map(({ id }) => id),
      "w512",
    ),
    isError: images.length === 0 && !isUnderWay,
  };
}
