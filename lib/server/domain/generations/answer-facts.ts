import "server-only";
import type { AnswerHead } from "@/lib/server/upstream/send/spool";

/** What the ledger keeps of an answer besides its pictures, by the row's own names. */
export type AnswerFacts = {
  firstByteAt: Date | null;
  upstreamStatus: number;
  /** By header name. */
  upstreamRequestIds: Record<string, string>;
  /** After decompression. */
  responseBytes: number;
};

/** Also of an answer that broke off, or was an error: by these the provider finds the call again. */
export function answerFactsOf(head: AnswerHead): AnswerFacts {
  return {
    firstByteAt: new Date(head.firstByteAt),
    upstreamStatus: head.status,
    upstreamRequestIds: head.requestIds,
    responseBytes: head.bytes,
  };
}
