import "server-only";

/** Refusals of image models and relays. Used only to choose the message above the model's words. */
const REFUSALS: RegExp[] = [
  /\b(?:can['’]?t|cannot|can not|unable to|won['’]?t|not able to|not allowed to|must decline|have to decline|(?:do|am) not .{0,20}comfortable)\b.{0,80}\b(?:help|assist|create|generate|make|produce|draw|edit|fulfil|fulfill|comply|do that|provide|process|depict|continue|with (?:that|this))/i,
  /\b(?:sorry|apologi[sz]e)\b.{0,120}\b(?:can['’]?t|cannot|unable|not able|won['’]?t|violat|policy|policies|guidelines)/is,
  /\b(?:rejected|blocked|refused|declined|flagged)\b.{0,60}\b(?:safety|policy|policies|moderation|content|system|guidelines)/i,
  /\b(?:violates?|against|goes against|not comply with)\b.{0,60}\b(?:policy|policies|guidelines|terms|rules)/i,
  /\b(?:content|usage) polic(?:y|ies)\b/i,
  /\b(?:prompt|request|content|image)\b.{0,30}\b(?:was|is|has been) (?:blocked|rejected|refused|flagged|declined)\b/i,
  /\b(?:can|could) ?not be (?:generated|created|produced|shown)\b.{0,60}\b(?:safety|policy|restrict|guidelines|content)/i,
  /\b(?:could|can)(?: not|n['’]?t) (?:be )?(?:generate|create|produce|complete)d?\b.{0,80}\b(?:copyright|policy|policies|guidelines|safety)/i,
  /\bdue to (?:our |the )?(?:content|safety|usage) (?:restrictions?|rules|filters?|guidelines)\b|\bcontent (?:was |is )?blocked\b/i,
  /(?:\bnot|n['’]t) something (?:that )?I(?:['’]m able to| can)\b/i,
  /\bI (?:must|have to) (?:decline|refuse)\b/i,
  /\bje ne (?:peux|suis).{0,40}(?:générer|créer|produire|aider|mesure)|\bno puedo (?:generar|crear|ayudar|producir|dibujar)|\bkann ich (?:nicht|leider nicht|das nicht)|\bnão posso (?:gerar|criar|ajudar)/i,
  /(?:生成|作成|描画|対応|お手伝い).{0,12}(?:できません|できかねます|いたしかねます)|(?:생성|제작|도와).{0,16}(?:수 없|불가)/,
  /(?:抱歉|對不起|很遺憾).{0,60}(?:無法|不能|拒絕|違反)|(?:我|系統)?(?:無法|拒絕)(?:為您|幫您)?.{0,12}(?:生成|產生|創建|繪製|製作|提供|處理|完成)|(?:違反|違背).{0,24}(?:政策|規定|準則|規範)/s,
  /生成失败|失败原因|暂?不支持(?:生成|创作|绘制)|(?:画|生成|做|制作)不了|没法(?:完成|生成|画|制作|提供)|生成(?:请求)?被.{0,8}(?:拒绝|拦截)/,
  /(?:抱歉|对不起|很遗憾|不好意思).{0,60}(?:无法|不能|不可以|没办法|不便|拒绝|违反)/s,
  /(?:我|系统|模型)?(?:无法|不能|没办法|拒绝)(?:为您|为你|帮您|帮你|帮助)?.{0,12}(?:生成|创建|绘制|制作|提供|处理|完成|满足|协助|编辑|画)/,
  /(?:违反|违背|不符合|触犯).{0,24}(?:政策|规定|准则|规范|条款|法律)/,
  /内容(?:安全|审核).{0,12}(?:拦截|未通过|不通过)|未通过.{0,8}(?:审核|审查)|审核(?:不|未)通过|提示词.{0,4}违规|敏感(?:内容|词)/,
];

/** Does the model refuse (rather than ask, chat or report progress)? */
export function isRefusal(text: string): boolean {
  const start = text.slice(0, 4_000);
  return REFUSALS.some((pattern) => pattern.test(start));
}

/** Refusals because of rules, not because the model is unable. */
const RULES: RegExp[] = [
  /\b(?:polic(?:y|ies)|guidelines?|safety|unsafe|moderat(?:ion|ed)|terms of (?:use|service)|usage (?:rules|terms)|content (?:filters?|rules|restrictions?)|guardrails?|prohibited|disallowed|flagged|nsfw|inappropriate|harmful|sexual\w*|sexually|explicit|nudity|violen(?:t|ce)|copyright\w*|trademark\w*|infring\w*)\b/i,
  /政策|准则|规范|规定|规則|準則|規範|安全|审核|審核|违规|違規|违反|違反|敏感|不当|不當|色情|暴力|版权|版權|侵权|侵權/,
  /ポリシー|ガイドライン|規約|不適切|著作権|정책|가이드라인|부적절|안전|저작권/,
  /\b(?:pol[ií]ticas?|politiques?|richtlinien?|directrices|diretrizes|consignes|seguridad|segurança|sécurité|sicherheit\w*|normas|inapropiad[oa]s?|inappropriée?s?|unangemessen\w*)\b/i,
  /(?:политик|правил|безопасност|недопустим)/i,
];

/** Does a refusal mention policy or safety? Then a filter decided, and the same prompt will be refused again. */
export function mentionsRules(text: string): boolean {
  const start = text.slice(0, 4_000);
  return RULES.some((pattern) => pattern.test(start));
}

/** Does this `finish_reason` (or similar) mean that a filter blocked the result? */
export function isBlockedEnding(ending: string): boolean {
  return /content_?filter|safety|prohibited|blocklist|spii|recitation|moderat(?:ion|ed)|sensitive|nsfw|censored|violation|jailbreak|model_?armor|^filter|^(?:content_?|prompt_?|output_?)?blocked$|^refusal$|image_other$/i.test(
    ending,
  );
}
