import { parseRecipe, RECIPE_NAMESPACE, type Recipe } from "@/lib/contracts/recipe";
import { containerOf } from "@/lib/utils/image-metadata/chunks";
import { readExif } from "@/lib/utils/image-metadata/exif";
import {
  type LocalTool,
  readToolPrompt,
  textsOfExif,
  type ToolPrompt,
} from "@/lib/utils/image-metadata/local-tools";
import { readPngTexts } from "@/lib/utils/image-metadata/png-text";
import { readXmp } from "@/lib/utils/image-metadata/xmp";

/** What a file says about how it was made. `settings` is null for a local tool, whose settings are not the studio's. */
export interface FoundRecipe {
  tool: LocalTool | null;
  prompt: string;
  systemInstruction: string;
  settings: Recipe["settings"] | null;
}

/** The recipe in a picture's file: the studio's own, or a local tool's prompt; null if there is none. */
export async function readRecipe(file: Blob): Promise<FoundRecipe | null> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const own = recipeIn((await readXmp(bytes)) ?? "");
  if (own !== null) return { tool: null, ...own };
  const found = await toolPromptIn(bytes);
  return found === null ? null : { ...found, systemInstruction: "", settings: null };
}

/** In the texts of a PNG, or in an EXIF block. */
async function toolPromptIn(bytes: Uint8Array): Promise<ToolPrompt | null> {
  if (containerOf(bytes) === "png") {
    const texts = await readPngTexts(bytes);
    const found = readToolPrompt(new Map(texts.map(({ keyword, text }) => [keyword, text])));
    if (found !== null) return found;
  }
  const exif = readExif(bytes);
  return exif === null ? null : readToolPrompt(textsOfExif(exif));
}

/** Other programs that write XMP may turn the element into an attribute. */
function recipeIn(xmp: string): ReturnType<typeof parseRecipe> {
  if (!xmp.includes(RECIPE_NAMESPACE)) return null;
  const [, element, attribute] =
    /<pentimento:Recipe>([^<]*)<|\bpentimento:Recipe=(?:"([^"]*)"|'([^']*)')/.exec(xmp) ?? [];
  return parseRecipe(unescaped(element ?? attribute ?? ""));
}

const SIGNS: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescaped(xml: string): string {
  return xml.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    if (name !== undefined) return SIGNS[name] ?? whole;
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
