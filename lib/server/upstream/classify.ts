import "server-only";
import type { Failure, FailureCode } from "@/lib/contracts/failures";
import { makeFailure } from "./failure";
import { firstText, isObject, parseBody, type JsonObject } from "./json-values";

export type ErrorFacts = {
  /** The HTTP status; 200 where the error came inside a success. */
  status: number;
  /** The error as found in the JSON, if it was JSON. */
  error: JsonObject | string | null;
  /** The body as text, for what is not JSON. */
  text: string;
  retryAfterMs: number | null;
  is4K: boolean;
};

/**
 * Names an error answer. In this order: `error.code`, what the text is known to mean, the status;
 * since one status means several things (429: saturated, no quota, a bad parameter; 500: a fault, or refused content).
 */
export function classifyError(facts: ErrorFacts, secrets: readonly string[] = []): Failure {
  const said = unwrap(facts.error, facts.text);
  // A number in `code` is a status that a relay passed on.
  const status = statusFrom(said.code) ?? (facts.status >= 300 ? facts.status : null);
  const code =
    byCode(said.code, said.type) ?? byText(said.message, status) ?? byStatus(status, said);
  const isUpstreamFault = code === "upstream_error";
  const failure = makeFailure(
    code,
    {
      httpStatus: facts.status,
      upstreamCode: said.code ?? undefined,
      modelWords: said.message,
      retryAfterMs: facts.retryAfterMs ?? undefined,
      ...(isUpstreamFault ? upstreamFault(status, facts.status) : {}),
      ...(isUpstreamFault && facts.is4K ? { hint: "drop_to_2k" as const } : {}),
    },
    secrets,
  );
  return failure;
}

/** An error answer is documented as free, and worth another try, where a known server status says so. */
function upstreamFault(status: number | null, httpStatus: number): Partial<Failure> {
  // A redirect would be a redirect again.
  if (httpStatus >= 300 && httpStatus < 400) return { billed: "no", resendable: false };
  // A business code inside a success, or a CDN that lost the answer: nobody promised that it was free.
  if (status === null || status === 520) return { billed: "unknown" };
  return {};
}

type Said = { code: string | null; type: string; message: string; param: string };

/** Error bodies are wrapped in all manner of ways, once or twice, sometimes as JSON inside the message. */
function unwrap(error: JsonObject | string | null, text: string, depth = 0): Said {
  if (error === null) return { code: null, type: "", message: withoutMarkup(text), param: "" };
  if (typeof error === "string") return unwrapMessage(error, depth, null);
  const inner = WRAPPERS.map((name) => error[name]).find(isObject);
  const own = ownWords(error);
  if (inner && depth < 4) {
    const said = unwrap(inner, text, depth + 1);
    if (said.code === null && said.message === "") return { ...said, ...own };
    return said.message === "" ? { ...said, message: own.message } : said;
  }
  return own.message === "" ? own : unwrapMessage(own.message, depth, own);
}

const WRAPPERS = ["error", "detail", "data", "innererror", "inner_error"];

function ownWords(error: JsonObject): Said {
  const { code } = error;
  return {
    code: typeof code === "number" ? String(code) : firstText(error, ["code", "status", "Code"]),
    type: firstText(error, ["type"]) ?? "",
    message:
      firstText(error, [
        "message",
        "msg",
        "localized_message",
        "error",
        "detail",
        "error_msg",
        "errmsg",
        "Message",
      ]) ?? "",
    param: firstText(error, ["param"]) ?? "",
  };
}

function unwrapMessage(message: string, depth: number, outer: Said | null): Said {
  const brace = message.indexOf("{");
  if (brace >= 0 && brace < 200 && depth < 4) {
    const [value] = parseBody(message.slice(brace)).values;
    if (isObject(value) && Object.keys(value).length > 0) {
      const said = unwrap(value, message, depth + 1);
      if (said.code !== null || said.message !== "")
        return { ...said, type: said.type || (outer?.type ?? "") };
    }
  }
  return outer ?? { code: null, type: "", message: withoutMarkup(message), param: "" };
}

/** An HTML page's title and words. */
function withoutMarkup(text: string): string {
  if (!/^\s*</.test(text)) return text.slice(0, 4_000);
  return text
    .slice(0, 20_000)
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, " ")
    .replace(/<[^>]{0,2000}>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

function statusFrom(code: string | null): number | null {
  const match = code === null ? null : /^[2-5]\d\d$/.exec(code.trim());
  return match ? Number(match[0]) : null;
}

/** Codes that say what happened. Codes that only say that something did (`bad_response_status_code`) are not here. */
const BY_CODE: [RegExp, FailureCode][] = [
  [
    /insufficient_?(user_)?(quota|balance|credits?|funds)|quota_(exceeded|not_enough)|pre_consume_token_quota_failed|billing_(hard_limit_reached|not_active)|arrearage/,
    "insufficient_quota",
  ],
  [
    /invalid_(api_?key|token|authentication)|incorrect_api_key|authentication_(error|failed)|unauthori[sz]ed|token_(expired|invalid|disabled)|access_denied$/,
    "invalid_api_key",
  ],
  [
    /moderation|content_?(policy|filter)|safety|sensitive_?(words?|content)|(content|prompt|generation|output)_blocked|prohibited_?content|policy_?violation|risk_?control|data_?inspection|nsfw/,
    "moderation_blocked",
  ],
  [
    /model_(not_(found|available|supported|exist)|unavailable|disabled)|no_available_channel|channel:no_available|deployment_?not_?found|unsupported_model/,
    "model_unavailable",
  ],
  [
    /rate_?limit|too_many_requests|overloaded|engine_overloaded|concurrency_limit|upstream_saturated|server_busy|resource_exhausted/,
    "rate_limited",
  ],
  [
    /invalid_(input_)?image|image_(parse|decode|format)_?error|unsupported_image|invalid_base64|image_content_invalid|invalid_image_(url|file|format)/,
    "invalid_input_image",
  ],
  [
    /(payload|request|entity|body|file|image)_too_large|request_entity_too_large|max_(body|file)_size/,
    "payload_too_large",
  ],
  [/timeout|timed_out|deadline_exceeded/, "upstream_timeout"],
  [
    /^(invalid_request|invalid_parameter|invalid_params?|invalid_value|invalid_size|invalid_type|unknown_parameter|unsupported_(parameter|value)|missing_required_parameter|context_length_exceeded|string_above_max_length|bad_request|bad_request_body)/,
    "invalid_request",
  ],
];

function byCode(code: string | null, type: string): FailureCode | null {
  const known = code === null ? null : match(BY_CODE, code.toLowerCase());
  if (known) return known;
  // Types are vaguer than codes and often wrong (`invalid_request_error` on a server fault): only the plain ones count.
  if (/^(insufficient_quota|rate_limit_error|authentication_error|overloaded_error)$/.test(type)) {
    return match(BY_CODE, type);
  }
  return null;
}

const BY_TEXT: [RegExp, FailureCode][] = [
  // A quota of calls a minute is no lack of money.
  [/(quota|limit).{0,80}per (second|minute|hour)/, "rate_limited"],
  [
    /额度不足|余额不足|余额已用|配额不足|额度已用尽|欠费|预扣费.{0,12}失败|剩余额度.{0,30}需要|quota.{0,30}(exceeded|exhausted|insufficient|not enough)|exceeded your current quota|insufficient (\w+ )?(credits?|balance|quota|funds)|(balance|credits?|funds).{0,20}(insufficient|not enough|exhausted|too low|depleted)|out of credits|billing hard limit/,
    "insufficient_quota",
  ],
  [
    /(safety|moderation) (system|filter|polic)|safety_violations|content[_ ](policy|management|filter)|image was not generated as expected|rejected.{0,60}safety|violat(es|ed|ing|ion).{0,60}(polic|guideline|terms)|违反.{0,20}(政策|规定|准则|规范)|内容.{0,6}(违规|审核|安全)|安全(系统|策略).{0,10}(拒绝|拦截)|敏感(词|内容|信息)|(涉嫌|包含|存在|含有).{0,8}(违规|违禁|违法|不当|色情)|违规(内容|信息|词)|不符合.{0,10}(政策|规范)|未(达到?|按)预期|(prohibited|forbidden|banned) (content|words?|terms?)|\bnsfw\b|sensitive (words?|content|information|topics?)|guardrail|infring(e|es|ing|ement)|inappropriate content|data inspection/,
    "moderation_blocked",
  ],
  [
    /无可用渠道|没有可用渠道|(unknown|deprecated) model|model.{0,60}(deprecated|discontinued|retired)|no available channel|模型.{0,20}(不存在|已下线|不可用|未开通)|model.{0,60}(not found|does not exist|not available|not supported|is not enabled)|无权.{0,8}(使用|访问).{0,8}模型|no (access|permission).{0,20}model/,
    "model_unavailable",
  ],
  [
    /饱和|负载(过高|已满)|(系统|模型).{0,4}繁忙|请求(过于频繁|过多|太多)|频率(限制|过高)|限流|并发.{0,6}(上限|限制|过高)|rate limit|too many requests|overloaded|server is busy|at capacity|服务.{0,4}繁忙/,
    "rate_limited",
  ],
  [
    /无效的?令牌|令牌(无效|不存在|已过期|已禁用|验证失败|状态不可用)|未提供令牌|该令牌.{0,10}(过期|禁用|耗尽)|(incorrect|invalid|missing|no) (api[ -]?key|token|access token|credentials)|api key.{0,10}(not valid|invalid|incorrect|expired|missing|disabled|revoked)|unauthorized|authentication (failed|required)|认证失败/,
    "invalid_api_key",
  ],
  [
    /(request|payload|body|file|image|entity).{0,20}too large|exceeds? .{0,40}(size limit|maximum.{0,20}size|\d ?mb)|(maximum|max).{0,20}(file|body|content|image) size|(图片|文件|请求体?).{0,8}(过大|太大|超过.{0,6}限制)/,
    "payload_too_large",
  ],
  [
    /(invalid|unsupported|corrupt(ed)?|unreadable|malformed).{0,20}(image|picture|mask|base64)|(image|picture|file).{0,40}(is (not valid|invalid|corrupt)|could not be (read|parsed|processed|decoded)|format.{0,20}not supported|is not supported)|(cannot|failed to|could not|unable to) (identify|decode|read|parse|process|download|fetch).{0,20}image|\bmpo\b|(error|failed|failure).{0,12}downloading.{0,20}image|image.{0,20}too small|(图片|image\w*).{0,12}(格式|损坏|无效|无法|解析|下载)|参考图.{0,12}(无效|失败|无法)/,
    "invalid_input_image",
  ],
];

/** Said with a server's status only: in a 400 the word may be about a parameter. */
const TIMEOUT_TEXT = /time[d]?[ -]?out|deadline exceeded|超时/;
const PARAMETER_TEXT =
  /(invalid|unknown|unsupported|missing|unrecognized).{0,30}(parameter|param|argument|field|value|size|request)|(size|prompt|parameter|n|temperature|model).{0,20}(must be|is required|is invalid|format invalid|not supported|too long)|参数.{0,10}(错误|无效|不合法|缺失)|尺寸.{0,8}(无效|不支持|错误)|context length/;

function byText(message: string, status: number | null): FailureCode | null {
  const text = message.toLowerCase();
  const known = match(BY_TEXT, text);
  if (known) return known;
  if ((status === null || status >= 500 || status === 408) && TIMEOUT_TEXT.test(text)) {
    return "upstream_timeout";
  }
  if (status !== null && status < 500 && PARAMETER_TEXT.test(text)) return "invalid_request";
  return null;
}

function byStatus(status: number | null, said: Said): FailureCode {
  switch (status) {
    case 401:
    case 403:
    case 407:
      return "invalid_api_key";
    case 402:
      return "insufficient_quota";
    case 404:
      return "model_unavailable";
    case 408:
    case 504:
    case 524:
      return "upstream_timeout";
    case 413:
      return "payload_too_large";
    case 451:
      return "moderation_blocked";
    case 429:
      return said.param && said.type === "invalid_request_error"
        ? "invalid_request"
        : "rate_limited";
    case null:
      return "upstream_error";
    default:
      return status >= 400 && status < 500 ? "invalid_request" : "upstream_error";
  }
}

function match(table: readonly [RegExp, FailureCode][], text: string): FailureCode | null {
  return table.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
