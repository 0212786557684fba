/**
 * Every way in which a generation can end without a picture. Plain data: the browser shows sentences from
 * messages/*.json under `failures.<code>`, and picks its buttons from `action`.
 */

/** Whether the provider charged. `unknown` when only their invoice can tell. */
export type Billed = "no" | "yes" | "unknown";

/**
 * The recommended next step.
 * - `retry`: nothing was charged, repeat the request
 * - `wait`: nothing was charged, the upstream is busy; retried automatically
 * - `edit`: change the instruction, the settings or the references
 * - `send_again`: may be charged again, so it needs confirmation
 * - `look_again`: the answer is stored; reading it again is free
 * - `offer_2k`: the same at 2K, because 4K failed
 * - `contact_owner`: only the instance owner can fix it
 */
export type FailureAction =
  | "retry"
  | "wait"
  | "edit"
  | "send_again"
  | "look_again"
  | "offer_2k"
  | "contact_owner";

export type FailureRule = {
  /** The usual case; a single failure can override it with its own `billed`. */
  billed: Billed;
  /** Whether the generation may be retried automatically. True only where `billed` is `no`. */
  resendable: boolean;
  action: FailureAction;
};

export const FAILURES = {
  // The upstream replied with an error: documented as not charged.
  invalid_api_key: { billed: "no", resendable: false, action: "contact_owner" },
  /** The key may be valid, but the account, its country, its rights or this server's address is not admitted. */
  access_restricted: { billed: "no", resendable: false, action: "contact_owner" },
  /** A firewall or proxy in front of the upstream replied, so the call never reached it. */
  blocked_by_firewall: { billed: "no", resendable: false, action: "contact_owner" },
  insufficient_quota: { billed: "no", resendable: false, action: "contact_owner" },
  rate_limited: { billed: "no", resendable: true, action: "wait" },
  invalid_request: { billed: "no", resendable: false, action: "edit" },
  invalid_input_image: { billed: "no", resendable: false, action: "edit" },
  payload_too_large: { billed: "no", resendable: false, action: "edit" },
  moderation_blocked: { billed: "no", resendable: false, action: "edit" },
  model_unavailable: { billed: "no", resendable: false, action: "contact_owner" },
  upstream_error: { billed: "no", resendable: true, action: "retry" },
  // Nothing was sent.
  upstream_unreachable: { billed: "no", resendable: true, action: "retry" },
  key_removed: { billed: "no", resendable: false, action: "retry" },
  key_unreadable: { billed: "no", resendable: false, action: "contact_owner" },
  picture_lost: { billed: "no", resendable: false, action: "edit" },
  /** The picture to refine, or a reference, was purged. */
  image_purged: { billed: "no", resendable: false, action: "edit" },
  // The model answered with text: documented as charged.
  model_refused: { billed: "yes", resendable: false, action: "edit" },
  no_image: { billed: "yes", resendable: false, action: "edit" },
  // The call was sent and its outcome is uncertain.
  upstream_timeout: { billed: "unknown", resendable: false, action: "send_again" },
  connection_reset: { billed: "unknown", resendable: false, action: "send_again" },
  unknown_outcome: { billed: "unknown", resendable: false, action: "send_again" },
  malformed_response: { billed: "unknown", resendable: false, action: "send_again" },
  empty_response: { billed: "unknown", resendable: false, action: "send_again" },
  response_too_large: { billed: "unknown", resendable: false, action: "send_again" },
  async_task_unsupported: { billed: "unknown", resendable: false, action: "contact_owner" },
  cancelled: { billed: "unknown", resendable: false, action: "send_again" },
  // The answer names a picture that could not be obtained.
  invalid_image: { billed: "yes", resendable: false, action: "send_again" },
  unsupported_media: { billed: "yes", resendable: false, action: "send_again" },
  image_too_large: { billed: "yes", resendable: false, action: "send_again" },
  unsafe_url: { billed: "yes", resendable: false, action: "contact_owner" },
  image_fetch_failed: { billed: "yes", resendable: false, action: "look_again" },
  image_expired: { billed: "yes", resendable: false, action: "send_again" },
  answer_lost: { billed: "yes", resendable: false, action: "send_again" },
  // Faults of this server.
  storage_full: { billed: "unknown", resendable: false, action: "contact_owner" },
  internal: { billed: "unknown", resendable: false, action: "send_again" },
} as const satisfies Record<string, FailureRule>;

export type FailureCode = keyof typeof FAILURES;

/** A failure as stored in the ledger and shown on screen. Holds no secrets: every string went through the redactor. */
export type Failure = {
  code: FailureCode;
  billed: Billed;
  resendable: boolean;
  /** From `Retry-After`, in milliseconds, at most ten minutes. */
  retryAfterMs?: number;
  httpStatus?: number;
  /** The provider's own code, such as `insufficient_user_quota`. */
  upstreamCode?: string;
  /** The message of the upstream or the model, at most 2,000 characters. */
  modelWords?: string;
  /** Set if the provider indicates that a smaller picture would likely succeed. */
  hint?: "drop_to_2k";
};

/** Failures whose received answer may be complete: faults of this server, and unknown outcomes. */
const MAY_BE_WHOLE: ReadonlySet<FailureCode> = new Set([
  "internal",
  "storage_full",
  "unknown_outcome",
]);

/** For this long after an answer without a picture, reading it again is recommended before paying again, in ms. */
const FRESH_ANSWER_MS = 60 * 60_000;

/**
 * Whether an answer is so recent that a picture it links to may still appear. `receivedAt` and `firstByteAt` as ISO
 * times.
 */
export function isFreshAnswer(
  { receivedAt, firstByteAt }: { receivedAt: string | null; firstByteAt: string | null },
  nowMs: number,
): boolean {
  const at = receivedAt ?? firstByteAt;
  return at !== null && nowMs - Date.parse(at) < FRESH_ANSWER_MS;
}

/**
 * The action for a failure: its rule's, unless its own facts override it.
 * @param failure.hasAnswer whether the upstream's answer is stored; if omitted, as the code implies
 * @param failure.isFresh whether the answer just arrived: then reading it again, which is free, comes before sending
 * again
 */
export function actionFor(
  failure: Pick<Failure, "code" | "billed" | "hint"> & { hasAnswer?: boolean; isFresh?: boolean },
): FailureAction {
  if (failure.hint === "drop_to_2k") return "offer_2k";
  if (failure.hasAnswer && MAY_BE_WHOLE.has(failure.code)) return "look_again";
  const rule = FAILURES[failure.code].action;
  const action = rule === "look_again" && failure.hasAnswer === false ? "send_again" : rule;
  if (action !== "send_again") return action;
  // "Send again" warns of a second charge; a failure known to be free is a plain retry.
  if (failure.billed === "no") return "retry";
  return failure.hasAnswer && failure.isFresh ? "look_again" : action;
}

/**
 * Whether the same instruction may succeed another time. A moderation filter refuses it again, possibly at a charge.
 */
export function mayTrySameAgain(code: string | null): boolean {
  return code !== "moderation_blocked";
}

/** Whether a stored string is one of the codes above (rows may outlive a code). */
export function isFailureCode(value: string): value is FailureCode {
  return Object.hasOwn(FAILURES, value);
}
