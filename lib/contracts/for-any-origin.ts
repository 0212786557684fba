// No imports: next.config.ts reads this before path aliases are set up.

/**
 * Paths that OpenAI's clients request when the base URL lacks `/v1`: answered with an OpenAI error that names the right
 * path.
 */
export const PATHS_WITHOUT_V1 = [
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

/** Response headers that cross-origin pages may read; listed besides `*`, which older browsers do not support. */
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
