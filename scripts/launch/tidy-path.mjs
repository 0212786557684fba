// Base URLs are joined to paths by hand in many programs, and come out with a slash too many. Next would redirect those, and
// clients do not follow a redirect of a POST, nor browsers one of a preflight.

const programs =
  /^\/+(?:api|v1|i|mcp|chat|completions|embeddings|images|models|openai|responses)(?:\/|$)/;

/**
 * A request's target without doubled and trailing slashes, where programs call; all others as they came.
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
