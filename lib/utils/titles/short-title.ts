import { chineseTitle } from "@/lib/utils/titles/chinese-title";
import { englishTitle } from "@/lib/utils/titles/english-title";
import { shortenPrompt } from "@/lib/utils/shorten-prompt";
import { withoutPreamble } from "@/lib/utils/without-preamble";

/** In characters; six words stay below it in most languages. */
const TITLE_CHARS = 60;

/**
 * What a picture or an edit is called: the subject of its prompt in at most six words, without openers ("please draw
 * me a picture of"), filler and style. A prompt that is short already is its own title.
 */
export function shortTitle(prompt: string): string {
  const text = withoutPreamble(prompt).replace(/\s+/gu, " ").trim();
  const title = /\p{Script=Han}/u.test(text) ? chineseTitle(text) : englishTitle(text);
  return shortenPrompt(title === "" ? text : title, TITLE_CHARS);
}

/** The title, or the first "Title 2", "Title 3", … that is not taken. Case does not tell two titles apart. */
export function distinctTitle(title: string, taken: readonly string[]): string {
  const known = new Set(taken.map((one) => one.toLowerCase()));
  let distinct = title;
  for (let n = 2; known.has(distinct.toLowerCase()); n += 1) distinct = `${title} ${n}`;
  return distinct;
}
