import "server-only";
import { firstText, isObject, type JsonObject } from "./json-values";

/** The error in an answer object, from any of the usual fields, or null. */
export function errorIn(value: JsonObject): JsonObject | string | null {
  const { error, base_resp: basis } = value;
  if (isObject(error)) {
    const found = errorWithStatus(error, value);
    if (found) return found;
  } else if (typeof error === "string" && error !== "") {
    // A sentence beside it is more specific.
    return SENTENCES.some((name) => isSentence(value[name])) ? value : error;
  } else if (Array.isArray(error) && isObject(error[0])) return error[0];
  const first: unknown = Array.isArray(value["errors"]) ? value["errors"][0] : undefined;
  if (isObject(first) || (typeof first === "string" && first !== "")) return first;
  if (isRefusingCode(value)) return value;
  const isRefused = isObject(basis) && typeof basis["status_code"] === "number";
  return isRefused && basis["status_code"] !== 0 ? basis : null;
}

const SENTENCES = ["message", "msg", "detail", "error_description"];
const isSentence = (value: unknown) => typeof value === "string" || Array.isArray(value);

/** An empty error does not count. A status that a gateway put beside the error is added to it. */
function errorWithStatus(
  error: JsonObject,
  { status_code: status }: JsonObject,
): JsonObject | null {
  if (Object.keys(error).length === 0) return null;
  const isNamed = (error["code"] ?? null) !== null;
  return isNamed || typeof status !== "number" ? error : { ...error, code: status };
}

/** `{code: 500, msg: …}`, `{success: false}`, `{detail: …}`, `{status: "failed"}`, `{errcode: 1, …}`. */
function isRefusingCode(value: JsonObject): boolean {
  const code = value["code"] ?? value["errcode"] ?? value["error_code"];
  const words = firstText(value, ["msg", "message", "detail", "error_msg", "errmsg"]);
  const hasErrorText = words !== null && !SUCCESS_WORDS.test(words);
  if (value["success"] === false || value["ok"] === false || value["error"] === true) return true;
  if (/^(error|fail|failed|failure|[45]\d\d)$/i.test(statusOf(value))) return true;
  if ("detail" in value && !("choices" in value || "data" in value)) return true;
  if (typeof code === "number")
    return hasErrorText && code !== 0 && code !== 1 && (code < 200 || code > 299);
  if (typeof code === "string")
    return hasErrorText && !/^(0|1|2\d\d|ok|success|succeeded)$/i.test(code);
  return false;
}

function statusOf(value: JsonObject): string {
  const status = value["status"] ?? value["statusCode"] ?? value["status_code"];
  return typeof status === "string" || typeof status === "number" ? String(status) : "";
}

const SUCCESS_WORDS = /^\s*(ok|success\w*|succeeded|done|(请求|操作)?成功)[.!。]?\s*$/i;

const PENDING =
  /^(submitted|queued|pending|processing|in_progress|in_queue|running|not_start|starting)$/i;

/** An asynchronous task: an id to poll with, or a pending state. */
export function isTicket(value: JsonObject): boolean {
  if (firstText(value, ["task_id", "taskId", "job_id", "jobId", "polling_url"]) !== null)
    return true;
  // Midjourney relays: a number to poll with, and nothing else.
  const { result } = value;
  if ("description" in value && typeof result === "string" && /^\d{10,}$/.test(result)) return true;
  return typeof value["status"] === "string" && PENDING.test(value["status"]);
}
