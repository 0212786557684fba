import { randomUUID } from "node:crypto";

/** What is known of a call as it is sent. */
export const sentFacts = () => ({
  spoolName: randomUUID(),
  requestBytes: 10,
  upstream: "https://upstream.example/v1",
});

/** What is known of a complete, successful answer. */
export const receivedFacts = () => ({
  firstByteAt: null,
  receivedAt: new Date(),
  upstreamStatus: 200,
  upstreamRequestIds: {},
  responseBytes: 2,
});
