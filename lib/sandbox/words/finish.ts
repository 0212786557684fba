import "server-only";

/** Changes to the finished picture that a prompt asks for. Steps add up; absent means unchanged. */
export type FinishWish = {
  warmth?: number;
  light?: number;
  chroma?: number;
  contrast?: number;
  mono?: "none" | "grey" | "sepia";
  blur?: number;
  vignette?: boolean;
  /** Steps more; none takes all of it away. */
  grain?: number;
  mirror?: boolean;
  upsideDown?: boolean;
  /** Clockwise; "back" restores the painted orientation. */
  quarterTurns?: number | "back";
  zoom?: number;
  border?: boolean;
  captions?: string[];
  dropCaptions?: boolean;
};

type Rule = readonly [RegExp, FinishWish];

const MUCH = /\b(?:much|a lot|far|very|strongly|really)\b|很多|非常|大幅|更加/iu;

/** Each rule removes its words from the text, so that no later rule reads them again. */
const RULES: readonly Rule[] = [
  [/\bwarm(?:er|th)?(?: up)?\b|更?暖(?:一[点些]|色调?|和)?|温暖/iu, { warmth: 1 }],
  [/\bcool(?:er)?(?: down)?\b|\bcold(?:er)?\b|更?冷(?:一[点些]|色调?)|冷色/iu, { warmth: -1 }],
  [
    /\bbright(?:er|en)?\b|\blighter\b|\blighten\b|(?<![天月漂])更?亮(?:一[点些])?|提亮/iu,
    { light: 1 },
  ],
  [/\bdark(?:er|en)\b|\bdim(?:mer)?\b|更?暗(?!角)(?:一[点些])?|调暗/iu, { light: -1 }],
  [/\b(?:more )?(?:vivid|vibrant|saturated|colou?rful)\b|更?鲜艳|饱和|更?艳/iu, { chroma: 1 }],
  [
    /\b(?:muted|desaturated?|faded|paler|softer colou?rs)\b|淡一[点些]|褪色|低饱和/iu,
    { chroma: -1 },
  ],
  [
    /\b(?:more |higher |high )contrast\b|\bdramatic\b|对比度?(?:更?高|更?强)|高对比|戏剧/iu,
    { contrast: 1 },
  ],
  [/\b(?:less|lower|low) contrast\b|对比度?(?:更?低|更?弱)|低对比/iu, { contrast: -1 }],
  [
    /\bblack[\s-]+and[\s-]+white\b|\bb&w\b|\bmonochrome\b|\bgr[ea]yscale\b|黑白|单色|灰度/iu,
    { mono: "grey" },
  ],
  [/\bsepia\b|\bold photo(?:graph)?\b|泛黄|老照片|怀旧/iu, { mono: "sepia" }],
  [
    /\b(?:in colou?r again|back to colou?r|full colou?r|restore (?:the )?colou?rs?)\b|恢复(?:颜色|彩色)|变回彩色/iu,
    { mono: "none" },
  ],
  [/\b(?:un-?blur|sharpen|in focus|remove the blur|no blur)\b|清晰|锐化|取消模糊/iu, { blur: 0 }],
  [
    /\b(?:blur(?:red|ry)?|bokeh|out of focus|depth of field)\b(?: (?:the )?background)?|模糊背景|背景(?:模糊|虚化)|虚化|模糊/iu,
    { blur: 1 },
  ],
  [/\bvignette\b|暗角/iu, { vignette: true }],
  [/\b(?:film )?grain(?:y)?\b|颗粒|胶片/iu, { grain: 1 }],
  [
    /\bupside[\s-]+down\b|\bflip(?:ped)? (?:it )?vertical(?:ly)?\b|上下(?:翻转|颠倒)|垂直翻转|倒过来/iu,
    { upsideDown: true },
  ],
  [
    /\b(?:flip|mirror)(?:ped|ed)?\b(?: (?:it )?horizontal(?:ly)?)?|水平翻转|左右翻转|镜像|翻转/iu,
    { mirror: true },
  ],
  [
    /\brotate\b[^.,;]*?\bback\b|\b(?:undo|remove) the rotation\b|转回来?|取消旋转/iu,
    { quarterTurns: "back" },
  ],
  [/\brotate\b[^.,;]*?\b180\b|旋转\s*180/iu, { quarterTurns: 2 }],
  [
    /\brotate\b[^.,;]*?\b(?:270|counter-?clockwise|anti-?clockwise|left)\b|逆时针|向左旋转|左转/iu,
    { quarterTurns: 3 },
  ],
  [
    /\brotate\b(?:[^.,;]*?\b(?:90|clockwise|right)\b)?|顺时针|旋转(?:\s*90)?/iu,
    { quarterTurns: 1 },
  ],
  [
    /\bzoom(?:ed)? out\b|\bwider view\b|\bfurther away\b|拉远|远一[点些]|缩小/iu,
    { zoom: 1 / 1.35 },
  ],
  [
    /\bzoom(?:ed)?(?: in)?\b|\bclose[\s-]?up\b|\bcloser\b|拉近|特写|近一[点些]|放大/iu,
    { zoom: 1.35 },
  ],
  [/\b(?:white )?(?:border|frame it|framed|passe-?partout)\b|边框|加框|白边/iu, { border: true }],
];

const QUOTED = /["“”„«「『'‘]([^"“”„«»「」『』'‘’]{1,60})["”“»」』'’]/u;
const CAPTION =
  /\b(?:text|words?|caption|title|letters?|lettering|say(?:s|ing)?|reads?|reading|write|written|label)\b|文字|字样|标题|写着|写上|题字|配文/iu;

/** "Remove the border", 去掉边框: directly before something removable, this removes it. */
const TAKEN_OFF =
  /(?:\b(?:remove|delete|without|no|drop|undo|lose)\s+(?:the\s+|that\s+)?|去掉|删除|移除|不要|取消)$/iu;
const WITHOUT: FinishWish = { mono: "none", blur: 0, vignette: false, grain: 0, border: false };

/** Parses and removes what concerns the finished picture; `rest` describes the scene. */
export function readFinish(text: string): { wish: FinishWish; rest: string } {
  const wish: FinishWish = {};
  let rest = text;
  const dropsText =
    /\b(?:remove|delete|without|no|erase)\b[^.,;]{0,16}\b(?:text|caption|title|words|lettering)\b|(?:去掉|删除|移除|不要)[^，。]{0,6}(?:文字|标题|字)/iu;
  if (dropsText.test(rest)) {
    wish.dropCaptions = true;
    rest = rest.replace(dropsText, " ");
  }
  const quoted = QUOTED.exec(rest);
  if (quoted && CAPTION.test(rest)) {
    wish.captions = [quoted[1] ?? ""];
    rest = rest.replace(quoted[0], " ").replace(CAPTION, " ");
  }
  for (const [pattern, change] of RULES) {
    const found = pattern.exec(rest);
    if (!found) continue;
    // "a bright red boat" and "cold sea" describe; only the plain positive degree of a change is taken as one step.
    if (
      /^(?:bright|cold|cool|warm)$/iu.test(found[0]) &&
      !/\b(?:make|look|tone|light|colou?rs?|it)\b/iu.test(rest)
    )
      continue;
    const lead = rest.slice(Math.max(0, found.index - 14), found.index);
    const twice = MUCH.test(lead);
    const isOff = TAKEN_OFF.test(rest.slice(0, found.index));
    for (const [key, given] of Object.entries(change)) {
      const value: unknown = isOff && key in WITHOUT ? Reflect.get(WITHOUT, key) : given;
      const scaled =
        typeof value === "number" && twice && key !== "quarterTurns" && key !== "zoom"
          ? value * 2
          : value;
      if (!(key in wish)) Object.assign(wish, { [key]: scaled });
    }
    rest = `${rest.slice(0, found.index)} ${rest.slice(found.index + found[0].length)}`;
  }
  return { wish, rest };
}
