import "server-only";

/** Headers that mark an answer as a firewall's own. */
export const FIREWALL_HEADER =
  /^(?:cf-mitigated|x-amzn-waf-action|x-vercel-mitigated|x-sucuri-block|x-datadome|x-dd-b)$/;

/** Texts that only firewalls use, even when a relay quotes their page in JSON. */
const SIGNS: RegExp[] = [
  // Cloudflare: the challenge, the block, and `error code: 1020` and its neighbours.
  /<title>\s*just a moment|\bcf_chl_opt\b|\bchl_page\b|\bcf-challenge\b|attention required! \| cloudflare/i,
  /\bsorry, you have been blocked\b|\benable javascript and cookies to continue\b/i,
  /(?:^|")\s*error code: ?10\d\d\s*(?:$|"|\n)|\berror 10\d\d\b.{0,200}\bcloudflare\b|"cloudflare_error":\s*true/is,
  // DataDome, PerimeterX, Imperva, Sucuri, ModSecurity, F5, AWS, Vercel, Anubis, DDoS-Guard.
  /captcha-delivery\.com|\bpx-captcha\b|\baccess to this page has been denied\b|_Incapsula_Resource|\bincapsula incident\b/i,
  /\bsucuri website firewall\b|\bmod_?security\b|\bthe requested url was rejected\. please consult\b/i,
  /\bawswaf\b|\bvercel security checkpoint\b|\bmaking sure you(?:'|&#39;|’)re not a bot\b|\bddos-guard\b/i,
  // Aliyun, Tencent, SafeLine, BT panel, Knownsec.
  /可能对网站造成安全威胁|errors\.aliyun\.com|\bsafeline\b|请求存在威胁|网站防火墙|已被网站管理员设置拦截|\bT-Sec\b|__jsl_clearance/i,
];

/** Too general for JSON, whose text may be about the content. */
const PAGE_SIGNS: RegExp[] = [
  /\bverify(?:ing)? (?:that )?you are (?:a )?human\b|\bchecking your browser\b|\bare you a robot\b/i,
  /\brequest blocked\b|\bthe request is blocked\b|\byour request has been blocked\b|\bweb page blocked\b/i,
  /\bweb application firewall\b|\bfirewall\b|访问被(?:拦截|阻断|拒绝)|请求(?:已)?被(?:拦截|阻断)/i,
  /\bplease enable (?:js|javascript)\b.{0,60}\b(?:ad blocker|cookies)\b/i,
  /\byou don't have permission to access\b.{0,300}\breference\b/is,
];

/** Statuses that only proxies and firewalls send, whatever the page says. */
const PROXY_STATUS = new Set([407, 511]);
/** Only with a web page as body: an API refuses a call in JSON. */
const PAGE_STATUS = new Set([403, 406, 418]);
/** A server fault or rate limit, which a firewall's vendor reports in the same form (`error code: 1016`, 1015). */
const isFault = (status: number) => status === 429 || (status >= 500 && status !== 503);

export type FirewallFacts = {
  status: number;
  /** The body as text. */
  text: string;
  /** The answer's kept headers, by lower-case name. */
  headers: Record<string, string>;
};

/** Did a firewall or proxy answer, so that the call never reached the upstream? */
export function isFirewall({ status, text, headers }: FirewallFacts): boolean {
  if (PROXY_STATUS.has(status)) return true;
  if (isFault(status)) return false;
  if (isMarkedAsBlock(headers)) return true;
  const start = text.slice(0, 20_000);
  if (SIGNS.some((sign) => sign.test(start))) return true;
  const isPage = /^[\uFEFF\s]*</.test(start);
  if (/^[\uFEFF\s]*[{[]/.test(start) || (status < 300 && !isPage)) return false;
  return PAGE_SIGNS.some((sign) => sign.test(start)) || (isPage && PAGE_STATUS.has(status));
}

/** DataDome also marks requests that it allowed. */
function isMarkedAsBlock(headers: Record<string, string>): boolean {
  return Object.entries(headers).some(
    ([name, value]) =>
      FIREWALL_HEADER.test(name) && !/^(?:0|allow(?:ed)?|pass|protected|none)$/i.test(value.trim()),
  );
}
