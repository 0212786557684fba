/**
 * Every way in which a generation can end without a picture. Plain data: the browser shows sentences from
 * messages/*.json under `failures.<code>`, and picks its buttons from `action`.
 */

/** Did the provider charge for it? `unknown` when only their invoice can tell. */
export type Billed = "no" | "yes" | "unknown";

/**
 * What a person can do next.
 * - `retry`: nothing was charged, try the same again
 * - `wait`: nothing was charged, the service is busy; it is tried again by itself
 * - `edit`: change the instruction, the settings or the references
 * - `send_again`: may be charged again, so it needs the person's word
 * - `look_again`: the answer is kept; reading it again is free
 * - `offer_2k`: the same at 2K, since 4K is what failed
 * - `contact_owner`: only the owner of this studio can mend it
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
  /** The usual case; a single failure may know better and says so in its own `billed`. */
  billed: Billed;
  /** May the generation be sent again without a person's word? Only ever true where `billed` is `no`. */
  resendable: boolean;
  action: FailureAction;
};

export const FAILURES = {
  // The service answered with an error: documented as not charged.
  invalid_api_key: { billed: "no", resendable: false, action: "contact_owner" },
  /** The key may be good: the account, its country, its rights or this server's address are not admitted. */
  access_restricted: { billed: "no", resendable: false, action: "contact_owner" },
  /** A firewall or proxy before the service answered in its place, so the call never got there. */
  blocked_by_firewall: { billed: "no", resendable: false, action: "contact_owner" },
  insufficient_quota: { billed: "no", resendable: false, action: "contact_owner" },
  rate_limited: { billed: "no", resendable: true, action: "wait" },
  invalid_request: { billed: "no", resendable: false, action: "edit" },
  invalid_input_image: { billed: "no", resendable: false, action: "edit" },
  payload_too_large: { billed: "no", resendable: false, action: "edit" },
  moderation_blocked: { billed: "no", resendable: false, action: "edit" },
  model_unavailable: { billed: "no", resendable: false, action: "contact_owner" },
  upstream_error: { billed: "no", resendable: true, action: "retry" },
  // Nothing was sent at all.
  upstream_unreachable: { billed: "no", resendable: true, action: "retry" },
  key_removed: { billed: "no", resendable: false, action: "retry" },
  key_unreadable: { billed: "no", resendable: false, action: "contact_owner" },
  picture_lost: { billed: "no", resendable: false, action: "edit" },
  // The model answered in words: documented as charged.
  model_refused: { billed: "yes", resendable: false, action: "edit" },
  no_image: { billed: "yes", resendable: false, action: "edit" },
  // The call went out, and what became of it is not certain.
  upstream_timeout: { billed: "unknown", resendable: false, action: "send_again" },
  connection_reset: { billed: "unknown", resendable: false, action: "send_again" },
  unknown_outcome: { billed: "unknown", resendable: false, action: "send_again" },
  malformed_response: { billed: "unknown", resendable: false, action: "send_again" },
  empty_response: { billed: "unknown", resendable: false, action: "send_again" },
  response_too_large: { billed: "unknown", resendable: false, action: "send_again" },
  async_task_unsupported: { billed: "unknown", resendable: false, action: "contact_owner" },
  cancelled: { billed: "unknown", resendable: false, action: "send_again" },
  // An answer with a picture came, and the picture could not be had.
  invalid_image: { billed: "yes", resendable: false, action: "send_again" },
  unsupported_media: { billed: "yes", resendable: false, action: "send_again" },
  image_too_large: { billed: "yes", resendable: false, action: "send_again" },
  unsafe_url: { billed: "yes", resendable: false, action: "contact_owner" },
  image_fetch_failed: { billed: "yes", resendable: false, action: "look_again" },
  image_expired: { billed: "yes", resendable: false, action: "send_again" },
  answer_lost: { billed: "yes", resendable: false, action: "send_again" },
  // This machine.
  storage_full: { billed: "unknown", resendable: false, action: "contact_owner" },
  internal: { billed: "unknown", resendable: false, action: "send_again" },
} as const satisfies Record<string, FailureRule>;

export type FailureCode = keyof typeof FAILURES;

/** What is kept of one failure, in the ledger and on screen. It holds no secret: every string went through the redactor. */
export type Failure = {
  code: FailureCode;
  billed: Billed;
  resendable: boolean;
  /** What `Retry-After` asked for, in milliseconds, at most ten minutes. */
  retryAfterMs?: number;
  httpStatus?: number;
  /** The provider's own code, such as `insufficient_user_quota`. */
  upstreamCode?: string;
  /** What the service or the model said, at most 2,000 characters. */
  modelWords?: string;
  /** Set where the provider says that a smaller picture would likely pass. */
  hint?: "drop_to_2k";
};

/** Faults of this machine: what did arrive may well be whole. Of an outcome that nobody knows it may, too. */
const MAY_BE_WHOLE: ReadonlySet<FailureCode> = new Set([
  "internal",
  "storage_full",
  "unknown_outcome",
]);

/** For so long after it came, an answer that gave no picture is worth another look before another payment, ms. */
const FRESH_ANSWER_MS = 60 * 60_000;

/** Whether an answer came so recently that what it links to may still appear. `receivedAt` and `firstByteAt` as ISO times. */
export function isFreshAnswer(
  { receivedAt, firstByteAt }: { receivedAt: string | null; firstByteAt: string | null },
  nowMs: number,
): boolean {
  const at = receivedAt ?? firstByteAt;
  return at !== null && nowMs - Date.parse(at) < FRESH_ANSWER_MS;
}

/**
 * The action of one failure: its rule's, unless its own facts say better.
 * @param failure.hasAnswer whether what the upstream answered is still kept; left out, it is as the code suggests
 * @param failure.isFresh whether that answer came just now: then looking again, which is free, comes before sending again
 */
export function actionFor(
  failure: Pick<Failure, "code" | "billed" | "hint"> & { hasAnswer?: boolean; isFresh?: boolean },
): FailureAction {
  if (failure.hint === "drop_to_2k") return "offer_2k";
  if (failure.hasAnswer && MAY_BE_WHOLE.has(failure.code)) return "look_again";
  const rule = FAILURES[failure.code].action;
  const action = rule === "look_again" && failure.hasAnswer === false ? "send_again" : rule;
  if (action !== "send_again") return action;
  // "Send again" warns of a second charge. Where this failure is known to have cost nothing, it is a plain retry.
  if (failure.billed === "no") return "retry";
  return failure.hasAnswer && failure.isFresh ? "look_again" : action;
}

/** Whether the same words may get through another time. What a filter held back once it holds back again, and it may cost again. */
export function mayTrySameAgain(code: string | null): boolean {
  return code !== "moderation_blocked";
}

/** Whether a stored string is one of the codes above (rows may outlive a code). */
export function isFailureCode(value: string): value is FailureCode {
  return Object.hasOwn(FAILURES, value);
}
