const WORDS_MAX = 6;
/** A first clause of fewer words takes the next one along: "Tulips, rainy morning". */
const CLAUSE_WORDS_MIN = 3;

/** What people write before they come to the point, with the white space behind it. */
const OPENERS = [
  /^(?:please|pls|hi|hello|hey|ok(?:ay)?|so|now|then|next|and|let'?s|just)\b[\s,!]*/i,
  /^(?:can|could|would|will) you (?:please )?(?:try to )?/i,
  /^i(?:'d| would)? (?:like|love|want|need)(?: you)?(?: to (?:have|see|make|create|get))?\s/i,
  /^(?:make|create|draw|paint|generate|render|design|show|give|produce|imagine|illustrate|sketch|build|craft)(?: me| us)?(?:: | (?=(?:an?|the|some|one|my|our|\d)\b))/i,
  /^(?:make|change|turn|transform|convert) (?:it|this|that|everything)(?: all)?(?: look)?(?: (?:in)?to(?: be)?| like| as if it were)? /i,
  /^(?:add|put|include|insert|place) (?:in )?/i,
  /^(?:an?|the|one|some|this) (?:\w+[- ]){0,3}?(?:picture|image|photo(?:graph)?|pic|drawing|illustration|rendering) (?:of|showing|that shows|with) /i,
  /^(?:picture|image|photo(?:graph)?|drawing|illustration) (?:of|showing) /i,
  /^(?:an?|the|some) /i,
] as const;

/** Words of praise and quality that say nothing about the subject. */
const FILLER =
  /\b(?:an? (?:little|bit)|a touch|very|really|quite|just|nice|beautiful|stunning|amazing|gorgeous|awesome|breathtaking|highly|ultra|super|hyper|detailed|high[- ]quality|photo-?realistic|cinematic|masterpiece|4k|8k|hd|uhd)\b,?(?:\s+|$)/gi;

/** What comes after the subject: style, a second wish. */
const REST =
  /\s+(?:(?:in the style of|rendered as|painted in|shot on|but)\s|and (?:let|make|keep|add|put|change|remove|give)\b).*$/i;

/** Words that cannot end a title. */
const LOOSE_ENDS =
  /[\s,]+(?:a|an|the|of|in|on|at|with|and|or|for|to|by|from|under|over|near|behind|above|into|its?|his|her|their|is|are|that|which|while|as|some|one|two|very|no)$/i;

/** The subject of a prompt in at most six words; empty if nothing is left. */
export function englishTitle(prompt: string): string {
  if (isTitle(prompt)) return finish(prompt);
  const sentences = prompt.split(/(?<=\p{L}{2})[.!?](?=\s|$)|;/u);
  const sentence = sentences.find((part) => /\p{L}/u.test(part)) ?? prompt;
  const subject = firstClauses(withoutOpeners(sentence.replace(FILLER, "").trim()));
  return finish(limit(subject === "" ? sentence.trim() : subject));
}

/** Short, without an opener. It keeps its article. */
function isTitle(prompt: string): boolean {
  const text = prompt.replace(/^(?:an?|the|some) /i, "");
  return wordsOf(prompt).length <= WORDS_MAX && withoutOpeners(text) === text;
}

function withoutOpeners(text: string): string {
  let rest = text;
  for (;;) {
    const opener = OPENERS.find((one) => one.test(rest));
    if (opener === undefined) return rest;
    const shorter = rest.replace(opener, "");
    // An opener alone is the subject: "draw the picture of".
    if (!/\p{L}/u.test(shorter)) return rest;
    rest = shorter;
  }
}

/** Up to the first comma, or the second if that leaves too little. */
function firstClauses(text: string): string {
  const [first = "", ...more] = text
    .replace(REST, "")
    .split(/(?:,|:|\s[–—-])\s+/)
    .map((clause) => clause.trim())
    .filter((clause) => clause !== "");
  const [second = ""] = more;
  return wordsOf(first).length < CLAUSE_WORDS_MIN && second !== "" ? `${first}, ${second}` : first;
}

function limit(text: string): string {
  let title = wordsOf(text).slice(0, WORDS_MAX).join(" ");
  while (LOOSE_ENDS.test(title)) title = title.replace(LOOSE_ENDS, "");
  return title;
}

function finish(text: string): string {
  const title = text.replace(/^[\s"'“”‘’,.:;-]+|[\s"'“”‘’,.:;!?-]+$/gu, "");
  return title.charAt(0).toUpperCase() + title.slice(1);
}

function wordsOf(text: string): string[] {
  return text.split(" ").filter((word) => word !== "");
}
