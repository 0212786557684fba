import "server-only";
import { isObject, type JsonObject } from "./json-values";
import { isBlockedEnding } from "./refusal-words";

/** Far more than any answer has; bounds the work on a hostile one. */
const MAX_VALUES = 20_000;
const MAX_DEPTH = 12;
const MAX_REASONS = 6;
const MAX_CHARS = 300;
const MAX_JSON_CHARS = 100_000;

/** Fields that echo the request or the caller's settings: not verdicts. */
const NO_VERDICT =
  /^(?:prompt|input|inputs|request|messages|params|parameters|arguments|args|tools|tool_choice|safety_?settings|revised_prompt|content|text|usage)$/i;

/** Fields whose value is a block reason: `blockReason`, `raiFilteredReason`, `raiMediaFilteredReasons`. */
const REASON =
  /^(?:block(?:ed)?|rai_?(?:media_?)?filtered|filter(?:ed)?|moderation|content_?filter|violation|rejection|nsfw|flagged)_?(?:reasons?|categor(?:y|ies))$/i;
/** Fields whose value is why something ended; only some values mean a filter. */
const ENDING =
  /^(?:(?:native_?)?(?:finish|stop|end|termination|incomplete)_?(?:reasons?|details|type)|status|state|task_?status|finish_?details)$/i;
const IS_BLOCKED =
  /^(?:is_?|has_?)?(?:nsfw(?:_?(?:concepts?|content|detected|content_?detected))*|(?:content_?)?filtered|(?:content_?)?blocked|(?:content_?)?flagged|(?:content_?)?moderated|censored|prohibited|unsafe|sensitive|(?:policy|safety)_?violations?)$/i;
const IS_PASSED =
  /^(?:respect_?moderation|is_?(?:image_?)?safe|(?:moderation|safety)_?passed|passed_?(?:moderation|safety))$/i;
/** Fields that hold a filter's verdicts. */
const IS_FILTER = /safety|rating|filter|moderation|prompt|image|output/i;
/** Human-readable texts beside a verdict. */
const EXPLANATION =
  /^(?:finish_?message|block_?reason_?message|moderation_?reasons|moderation_?message|status_?message|flagged_?categories)$/i;
/** `BLOCK_REASON_UNSPECIFIED` comes from serializers that write all fields. */
const NO_REASON =
  /^(?:|none|null|ok|safe|pass(?:ed)?|no|false|0|not_filtered|allowed?|.*unspecified)$/i;

/**
 * Collects what content filters report in fields of their own, anywhere in an answer: Gemini's
 * `promptFeedback.blockReason`, Vertex' `raiFilteredReason`, Azure's `content_filter_results`, OpenRouter's
 * `native_finish_reason`, `has_nsfw_concepts` and similar.
 * @returns the reasons in the upstream's words, at most six; empty if no filter blocked anything
 */
export function filterReasons(values: readonly unknown[]): string[] {
  const verdicts = new Set<string>();
  const explanations = new Set<string>();
  let seen = 0;
  for (const value of values) visit(value, "", {}, "", 0);
  if (verdicts.size === 0) return [];
  return [...explanations, ...verdicts]
    .slice(0, MAX_REASONS)
    .map((text) => text.slice(0, MAX_CHARS));

  function visit(
    value: unknown,
    key: string,
    parent: JsonObject,
    parentKey: string,
    depth: number,
  ) {
    seen += 1;
    if (seen > MAX_VALUES || depth > MAX_DEPTH) return;
    if (typeof value === "boolean") visitFlag(value, key, parent, parentKey);
    else if (typeof value === "string") visitText(value.trim(), key, depth);
    else if (Array.isArray(value)) {
      for (const item of value) visit(item, key, parent, parentKey, depth + 1);
    } else if (isObject(value)) {
      visitModeration(value, key);
      for (const [name, item] of Object.entries(value)) {
        const plain = name.replace(/[\s-]+/g, "_");
        if (!NO_VERDICT.test(plain)) visit(item, plain, value, key, depth + 1);
      }
    }
  }

  function visitFlag(value: boolean, key: string, parent: JsonObject, parentKey: string) {
    // Accounts and addresses can be blocked, too.
    if (/^(?:is_?)?blocked$/i.test(key) && !("category" in parent || IS_FILTER.test(parentKey)))
      return;
    const isBlocked = value ? IS_BLOCKED.test(key) : IS_PASSED.test(key);
    if (isBlocked) verdicts.add(nameOf(key, parent, parentKey));
  }

  function visitText(text: string, key: string, depth: number) {
    if (REASON.test(key) && !NO_REASON.test(text)) verdicts.add(text);
    else if (ENDING.test(key) && isBlockedEnding(text.slice(0, MAX_CHARS))) verdicts.add(text);
    else if (EXPLANATION.test(key) && text !== "") explanations.add(text);
    else if (/^[{[]/.test(text) && text.length <= MAX_JSON_CHARS) {
      // JSON in a string, as relays wrap errors.
      visit(parsed(text), key, {}, "", depth + 1);
    }
  }

  /** Moderation details of OpenRouter and OpenAI. */
  function visitModeration(value: JsonObject, key: string) {
    const isVerdict = "flagged_input" in value || /^moderation_?details$/i.test(key);
    if (!isVerdict) return;
    const reasons = value["reasons"] ?? value["categories"];
    const names = Array.isArray(reasons) ? reasons.filter((name) => typeof name === "string") : [];
    verdicts.add(names.length > 0 ? names.join(", ") : "flagged");
  }
}

/**
 * Azure names the category in the parent key (`violence: {filtered, severity}`), Gemini in a sibling field
 * (`category`), others not at all.
 */
function nameOf(key: string, parent: JsonObject, parentKey: string): string {
  const { category, severity, categories } = parent;
  if (typeof category === "string") return category;
  if (typeof severity === "string") return `${parentKey} (${severity})`;
  if (isObject(categories)) {
    const named = Object.keys(categories).filter((name) => categories[name] === true);
    if (named.length > 0) return named.join(", ");
  }
  return /^filtered$/i.test(key) && parentKey !== "" ? parentKey : key;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
