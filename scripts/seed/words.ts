import type { Chance } from "../faults/random";

export type Language = "en" | "zh";

const english = {
  subjects: [
    ["lighthouse", "fishing boat", "greenhouse", "tram", "bakery", "violin", "fox", "heron"],
    ["courtyard", "observatory", "teapot", "bicycle", "orchard", "bridge", "market stall"],
    ["astronaut", "dancer", "watchmaker", "gardener", "old sailor", "chess player"],
  ].flat(),
  places: [
    ["on a cliff above the sea", "in a narrow street after rain", "under a glass roof"],
    ["at the edge of a pine forest", "beside a slow river", "on a snowed-in platform"],
    ["in a kitchen with blue tiles", "between dunes", "on a rooftop in Lisbon"],
  ].flat(),
  lights: [
    ["low evening light", "hard noon sun", "moonlight and mist", "neon reflections"],
    ["the last light before a storm", "candles", "an overcast morning"],
  ].flat(),
  styles: [
    ["gouache on rough paper", "35 mm film, fine grain", "linocut in two colours"],
    ["soft pastel", "isometric vector drawing", "watercolour with visible pencil lines"],
  ].flat(),
  changes: [
    ["a little more light on the water", "make it night", "remove the people in the background"],
    ["warmer colours, less contrast", "move the camera lower", "add a flock of birds far away"],
    ["keep everything, but let it snow", "bring the boats nearer to the shore"],
  ].flat(),
};

const chinese = {
  subjects: [
    ["灯塔", "渔船", "玻璃温室", "有轨电车", "面包店", "小提琴", "狐狸", "白鹭", "四合院"],
    ["天文台", "紫砂茶壶", "自行车", "果园", "石拱桥", "夜市摊位", "宇航员", "舞者", "钟表匠"],
  ].flat(),
  places: [
    ["在海边的悬崖上", "雨后的小巷里", "玻璃屋顶下", "松林的边缘", "缓缓流淌的河边"],
    ["积雪的站台上", "贴着蓝色瓷砖的厨房里", "沙丘之间", "老城的屋顶上"],
  ].flat(),
  lights: ["傍晚的斜阳", "正午的烈日", "月光与薄雾", "霓虹灯的倒影", "暴风雨前最后的光", "烛光"],
  styles: ["粗纹纸上的水粉画", "胶片质感，细颗粒", "双色木刻版画", "柔和的粉彩", "水墨，留白"],
  changes: [
    ["水面再亮一点", "改成夜晚", "去掉背景里的人", "颜色更暖，对比更低", "镜头放低一些"],
    ["远处加一群飞鸟", "其他不变，让它下雪", "让船离岸边更近"],
  ].flat(),
};

/** How often a prompt is long, as those of templates and of other models are. */
const LONG_PROMPTS = 0.02;

function oneOf<T>(values: readonly T[], chance: Chance): T {
  const value = values[Math.floor(chance() * values.length)];
  if (value === undefined) throw new RangeError("nothing to choose from");
  return value;
}

/** A first instruction, for example "A fox beside a slow river, candles, soft pastel". */
export function firstPrompt(language: Language, chance: Chance): string {
  const words = language === "en" ? english : chinese;
  const [subject, place] = [oneOf(words.subjects, chance), oneOf(words.places, chance)];
  const [light, style] = [oneOf(words.lights, chance), oneOf(words.styles, chance)];
  const sentence =
    language === "en"
      ? `A ${subject} ${place}, ${light}, ${style}`
      : `${place}的${subject}，${light}，${style}`;
  return chance() < LONG_PROMPTS ? lengthen(sentence, language, chance) : sentence;
}

/** An instruction that refines an image. */
export function nextPrompt(language: Language, chance: Chance): string {
  const { changes } = language === "en" ? english : chinese;
  const [one, other] = [oneOf(changes, chance), oneOf(changes, chance)];
  return language === "en" ? `${one}; ${other}` : `${one}，${other}`;
}

function lengthen(sentence: string, language: Language, chance: Chance): string {
  const more = Array.from({ length: 20 }, () => nextPrompt(language, chance));
  return [sentence, ...more].join(language === "en" ? ".\n" : "。\n");
}

export const PEOPLE = [
  ["Ada Lindqvist", "王小明", "Ben Okafor", "李静", "Clara Weiss", "陈思远"],
  ["Diego Marín", "Emma Novak", "Farid Haddad", "Grace Kim", "Hugo Martin", "张伟"],
].flat();
