import "server-only";
import type { Hex } from "../colour";
import type { Hour, Place, Season, Style, ThingKind, Weather } from "../scene/scene";

/**
 * The words that the painter knows, English and Chinese. An English entry matches whole words (a trailing `s` or
 * `es` is allowed), a Chinese one matches anywhere. Longer entries win over shorter ones inside them.
 */
export type Entries<T> = readonly (readonly [T, string])[];

export const PLACE_WORDS: Entries<Place> = [
  [
    "harbour",
    "harbour|harbor|port|marina|quay|wharf|dock|fishing village|seaside town|coastal town|海边小镇|水乡|港口|港湾|海港|码头|渔村|江南|威尼斯|venice|canal|运河",
  ],
  [
    "coast",
    "coast|sea|ocean|bay|cliff|headland|shore|seaside|island|wave|海边|海岸|大海|海湾|悬崖|海面|海上|岛|海",
  ],
  ["beach", "beach|sand beach|tropical|沙滩|海滩|热带"],
  ["lake", "lake|pond|river|reflection|fjord|湖|湖泊|池塘|河|江|倒影|峡湾"],
  [
    "snow",
    "snowy mountain|snowfield|ski|alps in winter|arctic|winter landscape|snowy village|snow scene|雪山|雪景|雪原|雪地|滑雪|北极",
  ],
  [
    "mountains",
    "mountain|peak|alps|himalaya|valley|canyon|volcano|山峰|山脉|群山|山谷|高山|山水|山",
  ],
  ["forest", "forest|wood|woods|woodland|jungle|grove|bamboo|pine forest|森林|树林|丛林|竹林|林间"],
  [
    "meadow",
    "meadow|field|countryside|hill|farm|garden|village|prairie|grassland|vineyard|tuscany|lavender field|spring landscape|草地|草原|田野|乡村|农场|花园|花田|花海|山坡|村庄|稻田|田园",
  ],
  ["desert", "desert|dune|sahara|oasis|沙漠|沙丘|戈壁|绿洲"],
  [
    "city",
    "city|skyline|downtown|skyscraper|town|street|metropolis|manhattan|new york|tokyo|shanghai|hong kong|cyberpunk|城市|都市|天际线|高楼|摩天|街道|上海|东京|香港|纽约|赛博朋克",
  ],
  ["window", "window|windowsill|window sill|interior|room|窗台|窗边|窗前|窗|室内|房间"],
  [
    "still-life",
    "still life|vase|bouquet|fruit|table|teapot|cup|bowl|apple|oranges|lemon|pear|静物|花瓶|花束|水果|桌子|桌上|苹果|橙子|柠檬|梨",
  ],
  [
    "space",
    "space|planet|galaxy|saturn|cosmos|astronaut|outer space|alien|太空|宇宙|星球|行星|银河系|宇航员|外星",
  ],
];

export const HOUR_WORDS: Entries<Hour> = [
  ["dawn", "dawn|sunrise|daybreak|first light|early morning|天亮|黎明|日出|拂晓|清晨|破晓|凌晨"],
  ["morning", "morning|早晨|早上|上午|晨光"],
  [
    "day",
    "day|daytime|noon|midday|daylight|sunny|bright day|afternoon|白天|中午|正午|下午|晴天|阳光",
  ],
  ["golden", "golden hour|late afternoon|golden light|黄金时刻|傍晚的阳光|金色时刻"],
  ["sunset", "sunset|sundown|evening|日落|夕阳|晚霞|傍晚|落日"],
  ["dusk", "dusk|twilight|blue hour|nightfall|gloaming|黄昏|暮色|薄暮|蓝调时刻"],
  [
    "night",
    "night|nighttime|night time|midnight|moonlit|moonlight|starry|nocturne|at night|夜晚|夜景|夜里|晚上|深夜|午夜|星空|月夜|夜色|月光|夜",
  ],
];

export const WEATHER_WORDS: Entries<Weather> = [
  ["clear", "clear sky|clear weather|cloudless|clear|stop the rain|晴朗|万里无云|放晴"],
  ["cloudy", "cloudy|partly cloudy|多云|白云"],
  ["overcast", "overcast|grey sky|gray sky|gloomy|阴天|阴沉|乌云"],
  ["rain", "rain|rainy|raining|drizzle|downpour|下雨|雨天|细雨|雨中|小雨|大雨|雨"],
  ["snow", "snow|snowing|snowfall|snowy|snowflake|下雪|飘雪|雪花|雪"],
  ["fog", "fog|foggy|mist|misty|haze|hazy|雾|薄雾|晨雾|云雾|朦胧"],
  ["storm", "storm|stormy|thunderstorm|lightning|thunder|暴风雨|雷雨|闪电|风暴|雷电"],
];

export const SEASON_WORDS: Entries<Season> = [
  ["spring", "spring|cherry blossom|blossom|sakura|春天|春季|春日|樱花|桃花|春"],
  ["summer", "summer|夏天|夏季|夏日"],
  [
    "autumn",
    "autumn|fall colours|fall colors|fall foliage|in fall|maple|秋天|秋季|秋日|红叶|枫叶|金秋|秋",
  ],
  ["winter", "winter|wintry|冬天|冬季|冬日|冬"],
];

export const STYLE_WORDS: Entries<Style> = [
  ["watercolour", "watercolour|watercolor|aquarelle|gouache|水彩|水彩画"],
  [
    "ink",
    "ink wash|ink painting|sumi e|sumi|chinese painting|chinese ink|ink|水墨|水墨画|国画|中国画|墨",
  ],
  [
    "line",
    "line art|line drawing|lineart|pencil|sketch|outline|drawing|etching|engraving|colouring page|coloring page|线稿|线描|素描|铅笔|简笔画|速写|白描|线条",
  ],
  ["pixel", "pixel|pixel art|pixelated|8 bit|16 bit|8bit|16bit|像素|像素风"],
  [
    "poster",
    "poster|travel poster|flat design|screen print|screenprint|vector|minimalist|minimal|art deco|海报|扁平|版画|丝网|极简|复古海报|旅行海报",
  ],
  ["neon", "neon|synthwave|vaporwave|cyberpunk|glowing|retrowave|霓虹|赛博朋克|蒸汽波|荧光"],
  [
    "oil",
    "oil painting|oil paint|oil|impressionist|impressionism|van gogh|monet|impasto|油画|印象派|梵高|莫奈|厚涂",
  ],
  ["pastel", "pastel|soft colours|soft colors|chalk|dreamy|粉彩|柔和|马卡龙|梦幻"],
  [
    "plain",
    "photo|photograph|photorealistic|realistic|original style|no style|normal style|照片|写实|摄影|原来的风格",
  ],
];

export const THING_WORDS: Entries<ThingKind> = [
  ["sun", "sun|太阳|日头|红日"],
  ["moon", "moon|full moon|crescent|月亮|满月|圆月|明月|月"],
  ["stars", "star|starry|milky way|星星|繁星|星空|银河|星"],
  ["aurora", "aurora|northern light|northern lights|极光"],
  ["rainbow", "rainbow|彩虹"],
  ["birds", "bird|seagull|gull|swallow|crane|flock|geese|鸟|小鸟|海鸥|飞鸟|大雁|燕子|仙鹤|白鹭"],
  ["balloon", "balloon|hot air balloon|热气球|气球"],
  ["lighthouse", "lighthouse|light house|beacon|灯塔"],
  [
    "house",
    "house|cottage|cabin|hut|home|farmhouse|village|barn|房子|房屋|小屋|木屋|农舍|村庄|人家|屋",
  ],
  ["windmill", "windmill|mill|风车"],
  ["pagoda", "pagoda|temple|tower|shrine|塔楼|宝塔|古塔|寺庙|寺|亭子|亭|楼阁"],
  ["bridge", "bridge|桥|石桥|拱桥"],
  ["sailboat", "sailboat|sailing boat|sail|sailing|yacht|帆船|帆"],
  ["boat", "boat|ship|fishing boat|rowboat|canoe|ferry|小船|渔船|船只|船|舟"],
  ["tree", "tree|oak|cherry blossom|blossom|sakura|maple|willow|大树|树木|树|樱花|桃花|柳树|枫树"],
  ["pines", "pine|pine tree|fir|spruce|conifer|christmas tree|松树|杉树|松"],
  ["palm", "palm|palm tree|coconut|棕榈|棕榈树|椰子树|椰树"],
  [
    "flowers",
    "flower|wildflower|tulip|rose|poppy|poppies|lavender|sunflower|daisy|daisies|bouquet|peony|peonies|花朵|鲜花|野花|郁金香|玫瑰|薰衣草|向日葵|雏菊|牡丹|花海|花田|花束|花",
  ],
  ["cat", "cat|kitten|kitty|猫|小猫|猫咪"],
  [
    "person",
    "person|people|man|woman|figure|girl|boy|child|traveller|traveler|hiker|astronaut|人物|行人|旅人|女孩|男孩|孩子|渔夫|宇航员",
  ],
  ["tent", "tent|camp|camping|campfire|bonfire|帐篷|露营|篝火"],
  ["lanterns", "lantern|sky lantern|灯笼|孔明灯|天灯"],
  ["fruit", "fruit|apple|oranges|lemon|pear|peach|peaches|水果|苹果|橙子|柠檬|桃子|梨"],
  ["vase", "vase|bouquet|still life|花瓶|花束"],
  ["clouds", "cloud|云朵|白云|云彩|云"],
];

export const COLOUR_WORDS: Entries<Hex> = [
  ["#c23b32", "red|crimson|scarlet|vermilion|红|朱红|绯红|赤"],
  ["#e8833a", "orange|amber|橙|橘"],
  ["#e9bf45", "yellow|golden|gold|黄|金"],
  ["#4f9a55", "green|emerald|jade|mint|绿|翠|翡翠"],
  ["#2f9a9a", "teal|turquoise|cyan|aqua|青|青绿|蓝绿"],
  ["#3f74c0", "blue|azure|cobalt|navy|indigo|蓝|靛|天蓝|深蓝"],
  ["#8458b8", "purple|violet|lavender colour|lilac|magenta|紫"],
  ["#e58aa8", "pink|rose coloured|rosy|粉|粉红|粉色"],
  ["#7b5a45", "brown|chocolate|棕|褐|咖啡色"],
  ["#2b2b30", "black|黑"],
  ["#f5f1e8", "white|ivory|cream|白|乳白|米白"],
  ["#8d9096", "grey|gray|silver|灰|银"],
];

/** Things whose very name is a colour; another one that is said of them wins. */
export const OWN_COLOURS: Readonly<Record<string, Hex>> = {
  apple: "#c8402f",
  苹果: "#c8402f",
  orange: "#e8833a",
  橙子: "#e8833a",
  lemon: "#ecc94b",
  柠檬: "#ecc94b",
  pear: "#b8c24f",
  梨: "#b8c24f",
  peach: "#f0a080",
  桃子: "#f0a080",
  lavender: "#8b6cc4",
  薰衣草: "#8b6cc4",
  sunflower: "#f0b323",
  向日葵: "#f0b323",
  poppy: "#d8392b",
  poppie: "#d8392b",
  rose: "#c8303f",
  玫瑰: "#c8303f",
  daisy: "#f7f3e6",
  daisie: "#f7f3e6",
  雏菊: "#f7f3e6",
  peony: "#ea8fb0",
  peonie: "#ea8fb0",
  牡丹: "#ea8fb0",
};

/** Any of these before a thing takes it away. */
export const REMOVING =
  /\b(?:remove|delete|erase|without|no|drop|lose|get rid of|take (?:away|out|off)|hide|minus|clear away)\b|去掉|移除|删除|删掉|去除|不要|没有|取消|擦掉|拿掉|抹去|无/giu;
/** And any of these starts something new, so that "remove the moon and add a boat" keeps the boat. */
export const ADDING =
  /\b(?:add|put|place|include|with|draw|insert|give|but|instead|then|make|turn|set|keep|change)\b|加上|添加|加入|加|添|放|画|换成|改成|变成|并且|然后|但|保留|有/giu;

export const MANY =
  /\b(?:many|several|lots of|a few|some|more|flock of|fleet of|dozens of)\b|许多|很多|一群|几个|几只|几艘|更多|好几|多/iu;
export const NUMBERS: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  pair: 2,
  couple: 2,
  一: 1,
  两: 2,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
};
export const BIG =
  /\b(?:big|bigger|large|larger|huge|giant|enormous|tall|taller)\b|更大|巨大|大大的|大一点|高大|大的?$/iu;
export const SMALL = /\b(?:small|smaller|tiny|little)\b|更小|小小的|小一点|小的?$/iu;
