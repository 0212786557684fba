import type { AnswerHead } from "@/lib/server/upstream/send/spool";

/** What is known of an answer beside its bytes: a whole one of the chat endpoint, where a test says nothing else. */
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
