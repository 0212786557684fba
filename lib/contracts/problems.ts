/**
 * Every error code of a request, as problem+json (RFC 9457): `type` is `about:blank#<code>`; the user's message is in
 * messages/*.json under `problems.<code>`.
 */
export const PROBLEMS = {
  invalid_body: { status: 400, title: "The request could not be read" },
  invalid_field: { status: 422, title: "A value is not allowed" },
  invalid_idempotency: { status: 409, title: "This key was used for another request" },
  not_signed_in: { status: 401, title: "Sign in first" },
  wrong_credentials: { status: 401, title: "E-mail or password is wrong" },
  sign_in_again: { status: 403, title: "Sign in again first" },
  account_busy: { status: 409, title: "Your pictures are still in progress" },
  account_suspended: { status: 403, title: "This account is suspended" },
  link_invalid: { status: 410, title: "The link no longer works" },
  sign_up_closed: { status: 403, title: "New accounts are by invitation" },
  domain_not_admitted: { status: 403, title: "Addresses at this domain are not admitted" },
  email_taken: { status: 409, title: "This address has an account" },
  email_unproven: { status: 403, title: "The account with this address may be another person's" },
  email_unvouched: { status: 403, title: "The provider does not vouch for the address" },
  email_missing: { status: 403, title: "The provider gave no address" },
  provider_failed: { status: 502, title: "The provider did not complete the sign-in" },
  forbidden: { status: 403, title: "Not allowed" },
  wrong_scope: { status: 403, title: "This token may not do that" },
  personal_token_needed: { status: 403, title: "A token of your own workspace is needed" },
  not_for_tokens: { status: 403, title: "Not for access tokens" },
  cross_origin: { status: 403, title: "Requests from other sites are refused" },
  wrong_setup_code: { status: 403, title: "The code is wrong" },
  already_set_up: { status: 409, title: "This studio already has its owner" },
  last_owner: { status: 409, title: "The last owner stays" },
  personal_workspace: { status: 409, title: "Not in a personal workspace" },
  workspace_busy: { status: 409, title: "Pictures are still in progress there" },
  wrong_confirmation: { status: 422, title: "The confirmation text does not match" },
  invite_void: { status: 410, title: "This invite is no longer good" },
  wrong_invitee: { status: 403, title: "This invite is for another address" },
  weak_password: { status: 422, title: "The password is too easy to guess" },
  last_instance_owner: { status: 409, title: "The instance needs an owner" },
  not_found: { status: 404, title: "Not found" },
  method_not_allowed: { status: 405, title: "Method not allowed" },
  conflict: { status: 409, title: "The state does not allow it" },
  answer_gone: { status: 410, title: "The answer is no longer kept" },
  image_in_trash: { status: 409, title: "The picture is in the trash" },
  image_purged: { status: 410, title: "The picture was deleted for good" },
  thread_in_trash: { status: 409, title: "The thread of the picture is in the trash" },
  key_changed: { status: 409, title: "The paying key has changed" },
  would_pay_again: { status: 409, title: "Sending again may be billed again" },
  budget_exhausted: { status: 402, title: "The budget does not allow it" },
  share_not_allowed: { status: 403, title: "The workspace does not allow such links" },
  wrong_password: { status: 403, title: "The password is wrong" },
  password_needed: { status: 401, title: "This link has a password" },
  empty_prompt: { status: 422, title: "Say what to make first" },
  prompt_too_long: { status: 422, title: "The instruction is too long" },
  too_many_imports: { status: 429, title: "Too many unfinished imports" },
  archive_refused: { status: 422, title: "The archive cannot be imported" },
  too_many_images: { status: 422, title: "Too many pictures at once" },
  too_many_references: { status: 422, title: "Too many reference pictures" },
  unknown_model: { status: 422, title: "This model is not offered" },
  size_not_offered: { status: 422, title: "This model does not offer that size" },
  payload_too_large: { status: 413, title: "Too large" },
  unsupported_encoding: { status: 415, title: "Not a compression that can be read" },
  unsupported_media: { status: 415, title: "Not a picture that can be read" },
  corrupt_image: { status: 422, title: "The picture is damaged" },
  no_recipe: { status: 409, title: "No recipe can be written into this picture" },
  image_too_large: { status: 422, title: "The picture has too many pixels" },
  size_out_of_reach: { status: 422, title: "The picture cannot be cut to that size" },
  unsafe_url: { status: 422, title: "That address is not allowed" },
  image_fetch_failed: { status: 502, title: "The picture could not be fetched" },
  too_many_tokens: { status: 409, title: "Too many access tokens" },
  too_many_attempts: { status: 429, title: "Too many attempts" },
  too_many_queued: { status: 429, title: "Too many turns are waiting" },
  too_many_streams: { status: 429, title: "Too many open event streams" },
  storage_full: { status: 507, title: "The disk is full" },
  unavailable: { status: 503, title: "Not ready" },
  internal: { status: 500, title: "Something went wrong on our side" },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

export type Problem = {
  type: string;
  title: string;
  status: number;
  code: ProblemCode;
  /** What was expected, in English, for developers; users see the message of the code. */
  detail?: string;
  /** Path of the invalid value in the body or query: "settings.variations". */
  field?: string;
  /** Values for the message, such as `{ max: 16 }` or `{ seconds: 30 }`. */
  details?: Record<string, string | number>;
  requestId: string;
};
