import type { AnswerHead } from "@/lib/server/upstream/send/spool";

/** The head of an answer; by default a complete one of the chat endpoint. */
export function answerHead(change: Partial<AnswerHead> = {}): AnswerHead {
  return {
    status: 200,
    contentType: "application/json",
    requestIds: {},
    retryAfterMs: null,
    sentAt: 1,
    firstByteAt: 2,
    receivedAt: 3,
    bytes: 0,
    complete: true,
    cut: null,
    sentPictures: [],
    asked: { endpoint: "chat", size: null, is4K: false },
    ...change,
  };
}
