import "server-only";
import type { Failure, FailureCode } from "@/lib/contracts/failures";

/**
 * Codes of refusals that may concern the route. A relay's "Invalid URL (POST /v1/images/edits)" even reads like a bad
 * image.
 */
const UNSPECIFIC: ReadonlySet<FailureCode> = new Set([
  "invalid_request",
  "invalid_input_image",
  "upstream_error",
]);

/** Statuses about the path or the method, whatever the message. */
const PATH_STATUSES: ReadonlySet<number | undefined> = new Set([404, 405, 501]);

/** "gpt-image-2 is not available on this endpoint", "not supported in the v1/chat/completions endpoint", "该接口不支持此模型" … */
const NOT_HERE: readonly RegExp[] = [
  /(?:\bnot|n['’]t|\bun)\s?(?:be )?(?:supported|available|served|allowed|enabled|offered|implemented|used)\b.{0,40}(?:\b(?:endpoint|route|path|method|interface)\b|\/?v1\/)/is,
  /(?:\b(?:endpoint|route|path|interface)\b|\/?v1\/[\w/]+).{0,40}(?:(?:\bnot|n['’]t)\s?(?:be )?(?:support|available|served?|allowed|enabled|offered|implemented|found|exist)|\bunsupported\b|\bdeprecated\b|\binvalid\b)/is,
  /\b(?:unsupported|invalid|unknown|unrecognized) (?:(?:endpoint|route|path|request url)\b|url \((?:GET|POST)\b)/i,
  /\b(?:only|must be|please)\b.{0,40}\b(?:supported|available|served|used?|called)\b.{0,40}(?:\/?v1\/|\b(?:images?|chat|completions)\b.{0,20}\bendpoint\b)/is,
  /\bnot a chat model\b/i,
  /(?:接口|端点|路径|路由).{0,16}(?:不支持|不可用|不存在|未开放|已下线|无效)|(?:不支持|未开放|无法).{0,12}(?:该|此|这个|当前)?(?:接口|端点|路径|路由|调用方式)/,
];

/**
 * Does a refusal mean that this route does not serve the model, so that another route of the upstream may? Never true
 * if the call may have been billed.
 */
export function isNotServedHere({
  code,
  billed,
  httpStatus,
  modelWords = "",
}: Pick<Failure, "code" | "billed" | "httpStatus" | "modelWords">): boolean {
  if (billed !== "no") return false;
  if (code === "model_unavailable") return true;
  if (!UNSPECIFIC.has(code)) return false;
  return PATH_STATUSES.has(httpStatus) || NOT_HERE.some((pattern) => pattern.test(modelWords));
}
