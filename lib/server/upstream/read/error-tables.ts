import "server-only";
import type { FailureCode } from "@/lib/contracts/failures";

// Known error texts of upstreams and relays, most specific first. Latin words match whole: the parameter "n" must not
// match the end of "organization", nor "rate limit" match "generate limited editions".

type Table = readonly (readonly [RegExp, FailureCode])[];

/** The code of the first matching row. */
export function findIn(table: Table, text: string): FailureCode | null {
  return table.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** Normalizes `ImageSafety`, `image-safety` and `IMAGE_SAFETY` to one code. */
export function plainCode(code: string): string {
  return code
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .replace(/[^A-Za-z\d]+/g, "_")
    .toLowerCase();
}

/** Matches whole words of a plain code. */
const code = (words: string) => new RegExp(`(?:^|_)(?:${words})(?:_|$)`);

/** Codes that name a cause. Codes that only report an error (`bad_response_status_code`) are left out. */
export const BY_CODE: Table = [
  [
    code(
      "insufficient_?(?:user_?)?(?:quota|balance|credits?|funds)|quota_(?:exceeded|not_enough)|pre_consume_token_quota_failed|billing_(?:hard_limit_reached|not_active)|payment_required|account_overdue|out_of_credits?|arrearage",
    ),
    "insufficient_quota",
  ],
  [
    code(
      "unsupported_country(?:_\\w+)?|(?:country|region|location|territory)_(?:\\w+_)?(?:not_(?:supported|allowed)|unsupported|blocked|restricted)|ip_(?:\\w+_)?(?:not_(?:allowed|authorized|whitelisted)|blocked|denied|forbidden|restricted)|(?:organi[sz]ation|account|user|identity)_(?:\\w+_)?(?:not_verified|unverified|must_be_verified|verification_required|disabled|suspended|deactivated|banned|blocked|locked|restricted|terminated)|(?:un|not_)verified_organi[sz]ation|verification_required|must_be_verified|access_(?:denied|terminated|restricted)|permission_(?:denied|error)|insufficient_(?:permissions?|scopes?)|missing_scopes?|service_disabled|consumer_suspended|(?:service|referrer)_blocked|unpurchased",
    ),
    "access_restricted",
  ],
  [
    code(
      "invalid_?(?:api_?key|key|token|authentication|credentials?)|incorrect_api_?key|api_?key_(?:invalid|expired|missing|not_valid|not_found|required|disabled|revoked)|authentication_(?:error|failed|required)|unauthori[sz]ed|unauthenticated|(?:token|credentials?)_(?:expired|invalid|disabled|revoked)",
    ),
    "invalid_api_key",
  ],
  [
    code(
      "(?:moderation|moderated)(?!_(?:timeout|unavailable))|content_?(?:policy|filter(?:ed)?|moderation|safety|violation)|safety|unsafe|sensitive(?:_?(?:words?|contents?))?|(?:content|prompt|generation|output|input)_blocked|prohibited_?contents?|policy_?violation|risk_?(?:control|detection)|data_?inspection|nsfw|infring(?:e|es|ement)|copyright|illegal_?detected|guardrails?|flagged",
    ),
    "moderation_blocked",
  ],
  [
    code(
      "model_(?:not_(?:found|available|supported|exists?|open)|unavailable|disabled)|no_available_channel|channel_no_available|deployment_?not_?found|unsupported_model",
    ),
    "model_unavailable",
  ],
  [
    code(
      "rate_?limit(?:ed|s|_?exceeded)?|throttl(?:ed|ing)|too_many_requests|(?:server_|engine_)?overloaded|concurrency_limit|upstream_saturated|server_busy|resource_exhausted",
    ),
    "rate_limited",
  ],
  [
    code(
      "invalid_(?:input_)?image(?:_(?:url|file|format|content))?|image_(?:parse|decode|format)_?error|unsupported_image|invalid_base64|image_content_invalid",
    ),
    "invalid_input_image",
  ],
  [
    code(
      "(?:payload|request|entity|body|file|image)_too_large|request_entity_too_large|max_(?:body|file)_size",
    ),
    "payload_too_large",
  ],
  [code("timeout|timed_out|deadline_exceeded"), "upstream_timeout"],
];

/** Codes that name a parameter as wrong. */
export const PARAMETER_CODE =
  /^(?:unknown_parameter|unsupported_parameter|missing_(?:required_)?parameter|invalid_size|context_length_exceeded|string_above_max_length)/;

/** The same, but upstreams use these codes for most refusals, so known texts are matched first. */
export const REQUEST_CODE =
  /^(?:invalid_(?:request|parameters?|params?|arguments?|values?|type)|bad_request|unsupported_value)/;

/**
 * Types are vaguer than codes and often wrong (`invalid_request_error` on a server fault): only unambiguous ones count.
 */
export const PLAIN_TYPE =
  /^(?:insufficient_quota|rate_limit_error|authentication_error|permission_error|overloaded_error|\w*moderation\w*|\w*content_(?:policy|filter)\w*|\w*policy_violation\w*|\w*safety\w*)$/;

export const BY_TEXT: Table = [
  // A quota per minute is a rate limit, not a lack of money.
  [/\b(?:quota|limit)\b.{0,80}\bper (?:second|minute|hour)\b/, "rate_limited"],
  [
    /额度不足|余额不足|余额已用|配额不足|额度已用尽|欠费|预扣费.{0,12}失败|剩余额度.{0,30}需要|\bquota\b.{0,30}\b(?:exceeded|exhausted|insufficient|not enough)\b|\bexceeded your current quota\b|\binsufficient (?:\w+ )?(?:credits?|balance|quota|funds)\b|\b(?:balance|credits?|funds)\b.{0,20}\b(?:insufficient|not enough|exhausted|too low|depleted)\b|\bout of credits\b|\bbilling hard limit\b/,
    "insufficient_quota",
  ],
  // What only the account's owner can change. First, because such sentences also mention keys, models and policies.
  [
    /\b(?:organi[sz]ation|account|identity|business|project|phone(?: number)?|e-?mail)\b.{0,40}\b(?:must|needs? to|has to|should) (?:first )?be verified\b|\bverify your (?:organi[sz]ation|account|identity|business|phone|e-?mail)\b|\b(?:organi[sz]ation|account|identity)\b.{0,60}(?:\bnot (?:yet )?(?:been )?|n't (?:yet )?(?:been )?|\bun)verified\b|\b(?:organi[sz]ation|account|identity) verification\b|实名认证|企业认证|身份认证|(?:组织|账号|账户).{0,12}(?:未|需要?|尚未).{0,8}(?:认证|验证|实名)|\bmust be a member of an organi[sz]ation\b/,
    "access_restricted",
  ],
  [
    /\b(?:country|countries|region|territory|location|geograph\w+)\b.{0,60}\b(?:not (?:currently )?(?:supported|available|allowed|served)|unsupported|restricted|blocked|banned)\b|\b(?:not|n't|un)\s?(?:available|supported|offered|allowed|permitted)\b.{0,30}\b(?:country|region|territory|location)\b|(?:国家|地区|区域|地域|所在地).{0,16}(?:不支持|不可用|不受支持|未开放|受限|限制|禁止)|(?:不支持|未对|禁止|不允许).{0,12}(?:国家|地区|区域|地域)/,
    "access_restricted",
  ],
  [
    /\bip(?: address(?:es)?)?\b.{0,60}\b(?:not (?:on|in|allowed|permitted|authori[sz]ed|whitelisted|allow-?listed)|blocked|banned|denied|forbidden|restricted)\b|\bip (?:white|allow)-?list\b|\b(?:white|allow)-?list(?:ed)?\b.{0,40}\bips?\b|\bip.{0,20}(?:不在|未在|不允许|被禁|受限|禁止|白名单|被封)|(?:白名单|允许访问).{0,20}\bip\b/,
    "access_restricted",
  ],
  [
    /\b(?:account|user|organi[sz]ation|project|workspace|team)\b.{0,40}\b(?:is|was|are|been|has been|temporarily|permanently) (?:\w+ )?(?:disabled|suspended|deactivated|banned|blocked|locked|restricted|terminated|flagged|archived)\b|(?:账号|账户|用户|帐号|组织).{0,10}(?:封禁|禁用|冻结|停用|锁定|注销)/,
    "access_restricted",
  ],
  [
    /\b(?:safety|moderation) (?:systems?|filters?|polic(?:y|ies)|checks?|checkers?|guidelines?|reasons?|violations?|settings?)\b|\bsafety_violations?\b|\bcontent[_ -](?:polic(?:y|ies)|management|filter(?:s|ed|ing)?|moderation|checkers?|safety|guidelines?|violations?)(?:_\w+)?\b|\bimage was not generated as expected\b|\brejected\b.{0,60}\bsafety\b|\bviolat(?:es?|ed|ing|ions?)\b.{0,60}\b(?:polic(?:y|ies)|guidelines?|terms)\b|\b(?:against|not comply with|prohibited by) (?:our |the |its )?(?:\w+ )?(?:polic(?:y|ies)|guidelines|terms)\b|违反.{0,20}(?:政策|规定|准则|规范|法律)|内容.{0,6}(?:违规|审核|安全)|安全(?:系统|策略|审核|过滤).{0,10}(?:拒绝|拦截|阻止|未通过)|敏感(?:词|内容|信息)|(?:涉嫌|包含|存在|含有).{0,8}(?:违规|违禁|违法|不当|色情|敏感|不安全)|违规(?:内容|信息|词)|(?:审核|审查)(?:未|不)通过|未通过.{0,8}(?:审核|审查)|不符合.{0,10}(?:政策|规范)|未(?:达到?|按)预期|\b(?:prohibited|forbidden|banned|disallowed|unsafe|harmful) (?:contents?|words?|terms?|prompts?|images?)\b|\bnsfw\b|\bnew_sensitive\b|\bsensitive[_ ](?:words?|contents?|information|topics?|material)\b|\bguardrails?\b|\binfring(?:e|es|ed|ing|ement)s?\b|\binappropriate (?:contents?|prompts?|images?)\b|\bdata[_ ]inspection\b|\bflagged\b|\b(?:prompt|request|response|content|image|input|output|generation)s?\b.{0,30}\b(?:was|were|is|been|got) (?:blocked|filtered|moderated|censored)\b|\bprohibited_content\b|\bimage_safety\b|\bblock(?:ed)?[_ ]reason\b/,
    "moderation_blocked",
  ],
  [
    /无可用渠道|没有可用渠道|\b(?:unknown|deprecated) models?\b|\bmodels?\b.{0,60}\b(?:deprecated|discontinued|retired)\b|\bno available channels?\b|模型.{0,20}(?:不存在|已下线|不可用|未开通)|\bmodels?\b(?:(?!\b(?:param\w*|size|value|field|format|quality|background|argument|option)s?\b).){0,60}\b(?:not found|does not exist|not available|not supported|is not enabled)\b|无权.{0,8}(?:使用|访问).{0,8}模型|\bno (?:access|permission)\b.{0,20}\bmodels?\b/,
    "model_unavailable",
  ],
  // Account settings at an aggregator, and what a key or plan does not include.
  [
    /\bdata policy\b|\b(?:do(?:es)?(?: not|n't)|lacks?|without) (?:\w+ ){0,2}(?:permissions?|access|scopes?)\b|\b(?:insufficient|missing) (?:permissions?|scopes?|privileges)\b|\bnot (?:authori[sz]ed|permitted|allowed|entitled) to (?:access|use|perform|call|make)\b|\bpermission denied\b|\b(?:upgrade|change) (?:your |to )?(?:\w+ )?(?:plan|tier|account|subscription)\b|\b(?:accept|agree to) the\b.{0,30}\b(?:terms|licen[cs]e)\b|无权(?:访问|使用|调用|限)|没有.{0,6}权限|权限不足|\bhas not been used in project\b/,
    "access_restricted",
  ],
  [
    /饱和|负载(?:过高|已满)|(?:系统|模型).{0,4}繁忙|请求(?:过于频繁|过多|太多)|请求数限制|频率(?:限制|过高)|限流|并发.{0,6}(?:上限|限制|过高)|\brate[ -]limit(?:s|ed|ing)?\b|\btoo many requests\b|\boverloaded\b|\bserver is busy\b|\bat capacity\b|服务.{0,4}繁忙/,
    "rate_limited",
  ],
  [
    /无效的?(?:令牌|密钥)|(?:令牌|密钥)(?:无效|不存在|已过期|已禁用|错误|验证失败|状态不可用)|未提供令牌|该令牌.{0,10}(?:过期|禁用|耗尽)|\b(?:incorrect|invalid|missing|no|expired|revoked) (?:api[ -]?keys?|access token|credentials?|authentication)\b|\b(?:incorrect|invalid|missing|no|expired|revoked) token\b(?! (?:at|in|near)\b)|\bapi[ -]?keys?\b.{0,20}\b(?:not valid|invalid|incorrect|expired|missing|disabled|revoked|required)\b|\b(?:access |auth )?token (?:is |has )?(?:invalid|expired|revoked|not valid|disabled)\b|\bunauthori[sz]ed\b|\bauthentication (?:failed|required)\b|(?:认证|鉴权|身份验证)失败/,
    "invalid_api_key",
  ],
  [
    /\b(?:request|payload|body|file|image|entity)s?\b.{0,20}\btoo large\b|\bexceeds?\b .{0,40}(?:\bsize limit\b|\bmaximum\b.{0,20}\bsize\b|\d ?mb\b)|\b(?:maximum|max)\b.{0,20}\b(?:file|body|content|image) size\b|(?:图片|文件|请求体?).{0,8}(?:过大|太大|超过.{0,6}限制)/,
    "payload_too_large",
  ],
  [
    /\b(?:invalid|unsupported|corrupt(?:ed)?|unreadable|malformed)\b.{0,20}\b(?:image|picture|mask|base64)s?\b(?![\s_-]*(?:size|count|number|quality|aspect|dimension|resolution|ratio|style|model|format:))|\b(?:picture|image|file)s?\b.{0,40}(?:\bis (?:not valid|invalid|corrupt(?:ed)?)\b|\bcould not be (?:read|parsed|processed|decoded)\b|\bformat\b.{0,20}\bnot supported\b|\bis not supported\b)|\b(?:cannot|failed to|could not|unable to) (?:identify|decode|read|parse|process|download|fetch)\b.{0,20}\bimages?\b|\bmpo\b|\b(?:error|failed|failure)\b.{0,12}\bdownloading\b.{0,20}\bimages?\b|\bimage\b.{0,20}\btoo small\b|(?:图片|image\w*).{0,12}(?:格式|损坏|无效|无法|解析|下载)|参考图.{0,12}(?:无效|失败|无法)/,
    "invalid_input_image",
  ],
];

/** Applied with a server status only: in a 400 the word may be about a parameter. */
export const TIMEOUT_TEXT = /\btime[d]?[ -]?out\b|\bdeadline exceeded\b|超时/;

/** Applied with a client status only. */
export const PARAMETER_TEXT =
  /\b(?:invalid|unknown|unsupported|missing|unrecogni[sz]ed|unexpected)\b.{0,30}\b(?:parameter|param|argument|field|value|size|request|option|quality|resolution|aspect ratio)s?\b|\b(?:size|prompt|parameter|n|temperature|model|quality|style|background|width|height|seed|resolution|response_format|output_format|image_size|aspect_ratio|aspect ratio|value|field|input)s?\b.{0,40}\b(?:must be|must not|should be|(?:is|are) required|is invalid|format invalid|not supported|not one of|too long|out of range)\b|\bmust be (?:one of|between|divisible|a multiple)\b|\b(?:expected|allowed) (?:one of|values?)\b|参数.{0,10}(?:错误|无效|不合法|缺失|不支持|必须|取值)|(?:尺寸|分辨率|比例).{0,8}(?:无效|不支持|错误|必须|不合法)|不支持(?:的)?(?:尺寸|分辨率|比例|参数)|\bcontext length\b/;

/** In a 403 without a known text: is it about the key? */
export const KEY_TEXT =
  /\b(?:api[ -]?)?keys?\b|\btokens?\b|\bcredentials?\b|\bauth(?:entication|orization)\b|\blogged in\b|密钥|令牌|鉴权|认证|凭证/;

/** In a 429 without a known text: is it about the number of calls? */
export const BUSY_TEXT =
  /\b(?:requests|calls|concurren\w*|limits?|limited|quota|retry|later|slow down|throttl\w*|busy|capacity|traffic)\b|稍后|重试|频繁|限制|上限|繁忙/;
