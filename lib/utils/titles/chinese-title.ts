const WORDS_MAX = 6;
const CHARS_MAX = 16;
/** A first clause of fewer characters takes the next one along. */
const CLAUSE_CHARS_MIN = 3;

/** What people write before they come to the point. */
const OPENERS = [
  /^(?:你好|您好|请|麻烦|那么|然后|现在|接下来|好的?)[，,\s]*/u,
  /^(?:你)?(?:能不能|能否|可不可以|可以|能)(?:帮我|给我|为我)?/u,
  /^(?:帮我|给我|为我|替我|我(?:想|需)?要|我想)(?:你)?/u,
  /^(?:画出?|绘制|生成|制作|创作|创建|设计|做|来|给出|展示|想象)(?:一下)?(?=一?[张幅个只座艘条朵棵间栋匹位群片盏杯把]|[:：])[:：]?/u,
  /^(?:把(?:它|画面|图片|整体)|让(?:它|画面|图片)|将(?:它|画面|图片))(?:改成|变成|换成|改为|变为)?/u,
  /^(?:加上|添加|增加|再加)(?=.{2})/u,
  /^一?[张幅](?:关于)?/u,
  /^一(?=[个只座艘条朵棵间栋匹位群片盏杯把])[个只座艘条朵棵间栋匹位群片盏杯把]/u,
  /^(?:关于|有关)/u,
] as const;

/** The subject of a Chinese prompt in at most six words; empty if nothing is left. */
export function chineseTitle(prompt: string): string {
  const clauses = prompt
    .split(/[，。！？；：、,.!?;:\n]+/u)
    .map((clause) => withoutOpeners(clause.trim()))
    .filter((clause) => /[\p{L}\p{N}]/u.test(clause));
  const [first = "", second = ""] = clauses;
  const isTooShort = [...first].length < CLAUSE_CHARS_MIN && second !== "";
  const text = isTooShort ? `${first}，${second}` : first;
  return limit(text.replace(/的?(?:图片|图像|照片|画面|画|插画|图)吧?$/u, "") || text);
}

function withoutOpeners(text: string): string {
  let rest = text;
  for (;;) {
    const opener = OPENERS.find((one) => one.test(rest));
    const shorter = opener === undefined ? rest : rest.replace(opener, "");
    if (shorter === rest || !/[\p{L}\p{N}]/u.test(shorter)) return rest;
    rest = shorter;
  }
}

function limit(text: string): string {
  let title = "";
  let words = 0;
  for (const { segment, isWordLike } of new Intl.Segmenter("zh", { granularity: "word" }).segment(
    text,
  )) {
    if (isWordLike) words += 1;
    if (words > WORDS_MAX || [...title, ...segment].length > CHARS_MAX) break;
    title += segment;
  }
  return title.replace(/[的在和与及、，\s]+$/u, "");
}
