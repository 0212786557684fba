import "server-only";

export type Size = { width: number; height: number };

/** The 30 sizes that the strict model locks, by ratio: 1K, 2K, 4K. From the provider's overview page. */
const LOCKED: Readonly<Record<string, readonly [string, string, string]>> = {
  "1:1": ["1280x1280", "2048x2048", "2880x2880"],
  "2:3": ["848x1280", "1360x2048", "2336x3520"],
  "3:2": ["1280x848", "2048x1360", "3520x2336"],
  "3:4": ["960x1280", "1536x2048", "2480x3312"],
  "4:3": ["1280x960", "2048x1536", "3312x2480"],
  "4:5": ["1024x1280", "1632x2048", "2560x3216"],
  "5:4": ["1280x1024", "2048x1632", "3216x2560"],
  "9:16": ["720x1280", "1152x2048", "2160x3840"],
  "16:9": ["1280x720", "2048x1152", "3840x2160"],
  "21:9": ["1280x544", "2048x864", "3840x1632"],
};

/** What the other model answers with for a shape in the prompt; its page lists no more than these. */
const PROMPTED: Readonly<Record<string, string>> = {
  "16:9": "1672x941",
  "9:16": "941x1672",
  "4:3": "1448x1086",
  "3:4": "1086x1448",
  "3:2": "1536x1024",
  "2:3": "1024x1536",
  "2:5": "793x1983",
  "5:2": "1983x793",
  "1:1": "1254x1254",
};

/** Used when neither `size` nor the prompt names a size. The strict model's default is documented, the other is ours. */
const DEFAULT_STRICT: Size = { width: 2048, height: 2048 };
const DEFAULT_PROMPTED = "3:2";

const MAX_SIDE = 3840;
const MAX_PIXELS = 3840 * 2160;
const MIN_SIDE = 256;
/** Off-list sizes are rounded up to this grid, as the provider does since 2026-09. */
const GRID = 16;

const parse = (text: string): Size => {
  const [width = 0, height = 0] = text.split("x").map(Number);
  return { width, height };
};

/** Parses the `size` of a strict call; null if it is not a size or cannot be made. */
export function strictSize(text: string | undefined): Size | null {
  if (text === undefined || text === "" || text === "auto") return DEFAULT_STRICT;
  const found = /^(\d{2,5})x(\d{2,5})$/u.exec(text);
  if (!found) return null;
  const align = (side: string) => Math.ceil(Number(side) / GRID) * GRID;
  const size = { width: align(found[1] ?? "0"), height: align(found[2] ?? "0") };
  const fits =
    Math.max(size.width, size.height) <= MAX_SIDE &&
    Math.min(size.width, size.height) >= MIN_SIDE &&
    size.width * size.height <= MAX_PIXELS;
  return fits ? size : null;
}

const NAMED: readonly (readonly [RegExp, string])[] = [
  [/\b(?:ultra-?wide|panoram(?:a|ic)|cinemascope)\b|全景|超宽/iu, "21:9"],
  [/\b(?:square)\b|正方形|方形|方图/iu, "1:1"],
  [
    /\b(?:wide-?screen|horizontal (?:format|image|picture)|(?:make|turn) it (?:horizontal|wide)|landscape (?:format|orientation|mode|shape|image))\b|\b(?:in|as|to) landscape\b|横版|横屏|横图|横幅/iu,
    "16:9",
  ],
  [
    /\b(?:vertical (?:format|image|picture)|(?:make|turn) it (?:vertical|tall)|portrait (?:format|orientation|mode|shape|image)|phone wallpaper)\b|\b(?:in|as|to) portrait\b|竖屏|竖版|竖图|竖幅|手机壁纸/iu,
    "9:16",
  ],
];

/** The ratio that a prompt asks for, such as "16:9", and the prompt without those words. */
export function readShape(prompt: string): { ratio?: string; rest: string } {
  const ratio =
    /(?:\baspect ratio\b|\bratio\b|比例)?\s*(?:of|为|是)?\s*(?<![\d:])(\d{1,2})\s*[:：]\s*(\d{1,2})(?![\d:])\s*(?:aspect ratio|尺寸|比例|format)?/iu.exec(
      prompt,
    );
  const exact = /(?<!\d)(\d{3,4})\s*[x×*]\s*(\d{3,4})(?!\d)/iu.exec(prompt);
  let rest = prompt;
  let found: string | undefined;
  for (const [pattern, named] of NAMED) {
    if (pattern.test(rest)) {
      found ??= named;
      rest = rest.replace(pattern, " ");
    }
  }
  const sides = ratio ?? exact;
  if (sides) {
    const width = Number(sides[1]);
    const height = Number(sides[2]);
    // "At 10:30" is a time of day, so two-digit sides must belong to a ratio that pictures come in.
    const usual =
      exact !== null || /^(?:\d:\d|16:9|9:16|21:9|9:21|16:10|10:16)$/u.test(`${width}:${height}`);
    if (usual && width > 0 && height > 0 && width / height < 4 && height / width < 4) {
      found = nearestRatio(width / height);
      rest = rest.replace(sides[0], " ");
    }
  }
  return { ...(found ? { ratio: found } : {}), rest };
}

function nearestRatio(value: number): string {
  const names = new Set([...Object.keys(LOCKED), ...Object.keys(PROMPTED)]);
  let best = "1:1";
  let miss = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const [width = 1, height = 1] = name.split(":").map(Number);
    const away = Math.abs(Math.log(value / (width / height)));
    if (away < miss) [best, miss] = [name, away];
  }
  return best;
}

/** Pixels for a ratio in a prompt: the strict model's 1K size, or the other model's fixed size. */
export function promptedSize(ratio: string | undefined, strict: boolean): Size {
  const wanted = ratio ?? DEFAULT_PROMPTED;
  const known = strict ? (LOCKED[wanted]?.[0] ?? PROMPTED[wanted]) : PROMPTED[wanted];
  if (known) return parse(known);
  const [width = 1, height = 1] = wanted.split(":").map(Number);
  const scale = Math.sqrt((1536 * 1024) / (width * height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/** A size of about 1.5 megapixels in the proportions of a picture. */
export function sizeLike(picture: Size): Size {
  const scale = Math.sqrt((1536 * 1024) / (picture.width * picture.height));
  const side = (value: number) => Math.max(MIN_SIDE, Math.min(MAX_SIDE, Math.round(value * scale)));
  return { width: side(picture.width), height: side(picture.height) };
}
