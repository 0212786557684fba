// Many clients join base URL and path by hand and produce an extra slash. Next would redirect, but clients do not
// follow a redirect of a POST, and browsers do not follow one of a preflight.

const programs =
  /^\/+(?:api|v1|i|mcp|chat|completions|embeddings|images|models|openai|responses)(?:\/|$)/;

/**
 * Removes doubled and trailing slashes from the target of an API request; page paths stay as they are.
 *
 * @param {string} target path and query
 */
export function tidyPath(target) {
  const end = target.indexOf("?");
  const path = end < 0 ? target : target.slice(0, end);
  if (!programs.test(path)) return target;
  const tidy = path.replace(/\/{2,}/g, "/").replace(/(?<=.)\/$/, "");
  return end < 0 ? tidy : tidy + target.slice(end);
}
