// Without imports: next.config.ts reads this before the app's paths are known.

/** What OpenAI's clients ask for below a base URL that lacks its `/v1`: answered in their form, with where to go. */
export const NEAR_MISSES = [
  "/chat/completions",
  "/completions",
  "/embeddings",
  "/images/edits",
  "/images/generations",
  "/images/variations",
  "/models",
  "/openai/:path*",
  "/responses",
] as const;

/** The page of another site may read these headers of an answer; `*` is what older browsers do not know. */
export const EXPOSED_HEADERS = [
  ...["content-disposition", "content-length", "content-range", "etag"],
  ...["mcp-session-id", "retry-after", "www-authenticate"],
  ...[
    "x-pentimento-size",
    "x-pentimento-thread",
    "x-pentimento-turn",
    "x-request-id",
    "x-should-retry",
  ],
  "*",
].join(", ");
