import "server-only";
import type { AnswerHead } from "@/lib/server/upstream/send/spool";

/** What the ledger stores about an answer besides its images, by column. */
export type AnswerFacts = {
  firstByteAt: Date | null;
  upstreamStatus: number;
  /** By header name. */
  upstreamRequestIds: Record<string, string>;
  /** After decompression. */
  responseBytes: number;
};

/** Recorded for truncated answers and errors too: the upstream identifies a call by these. */
export function answerFactsOf(head: AnswerHead): AnswerFacts {
  return {
    firstByteAt: new Date(head.firstByteAt),
    upstreamStatus: head.status,
    upstreamRequestIds: head.requestIds,
    responseBytes: head.bytes,
  };
}
