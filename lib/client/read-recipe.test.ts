import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { expect, test } from "vitest";
import { readRecipe } from "@/lib/client/read-recipe";

type Text = { keyword: string; text: string; as?: "tEXt" | "zTXt" | "iTXt" | "packed iTXt" };

/** A PNG with these texts, as local tools write them. */
async function pngWith(...texts: Text[]): Promise<Blob> {
  const create = { width: 4, height: 4, channels: 3 as const, background: "#345" };
  const bytes = await sharp({ create }).png().toBuffer();
  const chunks = texts.map(({ keyword, text, as = "tEXt" }) => {
    const packed = deflateSync(Buffer.from(text, as === "zTXt" ? "latin1" : "utf8"));
    const content = {
      tEXt: [`${keyword}\0`, Buffer.from(text, "latin1")],
      zTXt: [`${keyword}\0\0`, packed],
      iTXt: [`${keyword}\0\0\0\0\0`, Buffer.from(text, "utf8")],
      "packed iTXt": [`${keyword}\0\x01\0\0\0`, packed],
    } as const;
    const [head, body] = content[as];
    const typed = Buffer.concat([Buffer.from(as.slice(-4) + head, "latin1"), body]);
    const numbers = Buffer.alloc(8);
    numbers.writeUInt32BE(typed.length - 4, 0);
    numbers.writeUInt32BE(crc32(typed), 4);
    return Buffer.concat([numbers.subarray(0, 4), typed, numbers.subarray(4)]);
  });
  const whole = Buffer.concat([bytes.subarray(0, 33), ...chunks, bytes.subarray(33)]);
  return new Blob([new Uint8Array(whole)]);
}

const found = async (...texts: Text[]) => {
  const recipe = await readRecipe(await pngWith(...texts));
  return recipe && [recipe.tool, recipe.prompt];
};

const PARAMETERS =
  "a lighthouse,\nat dusk\nNegative prompt: blurry\nSteps: 20, Sampler: Euler a, Seed: 1";

test("reads AUTOMATIC1111's parameters in every kind of text chunk", async () => {
  for (const as of ["tEXt", "zTXt", "iTXt", "packed iTXt"] as const) {
    expect(await found({ keyword: "parameters", text: PARAMETERS, as })).toEqual([
      "AUTOMATIC1111",
      "a lighthouse,\nat dusk",
    ]);
  }
  const plain = { keyword: "parameters", text: "灯塔\nSteps: 20", as: "iTXt" } as const;
  expect(await found(plain)).toEqual(["AUTOMATIC1111", "灯塔"]);
});

test("follows ComfyUI's graph from the sampler to its positive text", async () => {
  const graph = {
    3: { class_type: "KSampler", inputs: { positive: ["8", 0], negative: ["7", 0] } },
    6: { class_type: "CLIPTextEncode", inputs: { text: ["9", 0] } },
    7: { class_type: "CLIPTextEncode", inputs: { text: "a very long negative prompt indeed" } },
    8: { class_type: "ConditioningCombine", inputs: { conditioning_1: ["6", 0] } },
    9: { class_type: "PrimitiveString", inputs: { value: "a red boat" } },
  };
  const text = (keyword: string, value: object): Text => ({ keyword, text: JSON.stringify(value) });
  expect(await found(text("prompt", graph))).toEqual(["ComfyUI", "a red boat"]);
  const workflow = { nodes: [{ type: "CLIPTextEncode", widgets_values: ["a blue boat"] }] };
  expect(await found(text("workflow", workflow))).toEqual(["ComfyUI", "a blue boat"]);
  const loop = { 1: { class_type: "KSampler", inputs: { positive: ["1", 0] } } };
  expect(await found(text("prompt", loop))).toBe(null);
});

test("reads InvokeAI's and NovelAI's forms", async () => {
  const invoke = [
    ["invokeai_metadata", JSON.stringify({ positive_prompt: "a harbour" })],
    ["sd-metadata", JSON.stringify({ image: { prompt: [{ prompt: "a harbour" }] } })],
    ["Dream", '"a harbour" -s 50 -S 1'],
  ];
  for (const [keyword = "", text = ""] of invoke) {
    expect(await found({ keyword, text })).toEqual(["InvokeAI", "a harbour"]);
  }
  const software = { keyword: "Software", text: "NovelAI" };
  const comment = { keyword: "Comment", text: JSON.stringify({ prompt: "a cat", uc: "dog" }) };
  expect(await found(software, { keyword: "Description", text: "a cat" })).toEqual([
    "NovelAI",
    "a cat",
  ]);
  expect(await found(software, comment)).toEqual(["NovelAI", "a cat"]);
});

test("texts of other programs, damaged ones and bombs are no prompt", async () => {
  expect(await found()).toBe(null);
  expect(await found({ keyword: "Comment", text: "made with GIMP" })).toBe(null);
  expect(await found({ keyword: "prompt", text: "{not json" })).toBe(null);
  expect(await found({ keyword: "XML:com.adobe.xmp", text: "<pentimento:Recipe>{}<" })).toBe(null);
  const bomb = { keyword: "parameters", text: "a".repeat(9 * 1024 * 1024), as: "zTXt" } as const;
  expect(await found(bomb)).toBe(null);
  expect(await readRecipe(new Blob([new Uint8Array([0xff, 0xd8, 0xff, 0xe1, 0xff])]))).toBe(null);
});
