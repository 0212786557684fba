import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { readRecipe } from "@/lib/client/read-recipe";
import {
  type Chunk,
  containerOf,
  jpegSegments,
  pngChunks,
  webpChunks,
} from "@/lib/utils/image-metadata/chunks";
import { findXmp } from "@/lib/utils/image-metadata/xmp";
import { embedRecipe } from "./embed";

const settings = { model: "m", shape: "16:9", tier: "2K", variations: 2, temperature: 0.5 };
const PROMPT = 'A <boat> & "灯塔" \u0001 \uD83D at 夜 🎆 ]]>';

function textOf(prompt: string) {
  const recipe = { version: 1, prompt, systemInstruction: "As a poster", settings };
  return { json: JSON.stringify(recipe), prompt };
}

const picture = () =>
  sharp({ create: { width: 37, height: 23, channels: 4, background: "#d4482b80" } });
const exif = { IFD0: { Copyright: "Maya", ImageDescription: "before" } };
const OTHER_XMP =
  '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="Maya"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>';

/** A C2PA manifest as each kind of file carries one; its content is of no interest here. */
const MANIFEST = Buffer.from("jumb a manifest that must keep its bytes");
function withManifest(bytes: Buffer): Buffer {
  if (containerOf(bytes) === "png") {
    const at = pngChunks(bytes)[0]?.end ?? 0;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(MANIFEST.length);
    const chunk = [length, Buffer.from("caBX"), MANIFEST, Buffer.from("sum!")];
    return Buffer.concat([bytes.subarray(0, at), ...chunk, bytes.subarray(at)]);
  }
  if (containerOf(bytes) === "jpeg") {
    const at = jpegSegments(bytes).at(-1)?.end ?? 0;
    const head = Buffer.from([0xff, 0xeb, 0, MANIFEST.length + 2]);
    return Buffer.concat([bytes.subarray(0, at), head, MANIFEST, bytes.subarray(at)]);
  }
  return bytes;
}

const FILES: [string, () => Promise<Buffer>][] = [
  ["PNG", () => picture().withExif(exif).keepIccProfile().png().toBuffer()],
  [
    "interlaced PNG with XMP",
    () => picture().withXmp(OTHER_XMP).png({ progressive: true }).toBuffer(),
  ],
  ["JPEG", () => picture().flatten().jpeg().toBuffer()],
  [
    "JPEG with Exif and a profile",
    () => picture().flatten().withExif(exif).withIccProfile("p3").jpeg().toBuffer(),
  ],
  ["JPEG with XMP", () => picture().flatten().withXmp(OTHER_XMP).withExif(exif).jpeg().toBuffer()],
  ["lossy WebP", () => picture().flatten().webp().toBuffer()],
  ["lossy WebP with alpha", () => picture().webp().toBuffer()],
  ["lossless WebP", () => picture().flatten().webp({ lossless: true }).toBuffer()],
  ["lossless WebP with alpha", () => picture().webp({ lossless: true }).toBuffer()],
  ["WebP with Exif and XMP", () => picture().withExif(exif).withXmp(OTHER_XMP).webp().toBuffer()],
];

function chunksOf(bytes: Buffer): Chunk[] {
  const kind = containerOf(bytes);
  if (kind === "png") return pngChunks(bytes);
  return kind === "jpeg" ? jpegSegments(bytes) : webpChunks(bytes);
}

/** Every chunk but XMP's and WebP's header, and what follows the last one. */
async function others(bytes: Buffer): Promise<string[]> {
  const xmp = await findXmp(bytes);
  const chunks = chunksOf(bytes);
  const kept = chunks.filter(({ start, type }) => start !== xmp?.chunk.start && type !== "VP8X");
  const rest = bytes.subarray(chunks.at(-1)?.end ?? 0);
  return [...kept.map(({ start, end }) => bytes.subarray(start, end)), rest].map((one) =>
    one.toString("base64"),
  );
}

async function embedded(bytes: Buffer, prompt = PROMPT): Promise<Buffer> {
  const pieces = await embedRecipe(bytes, textOf(prompt));
  if (pieces === null) throw new Error("nothing was embedded");
  return Buffer.concat(pieces);
}

const blobOf = (bytes: Buffer) => new Blob([new Uint8Array(bytes)]);

describe.each(FILES)("%s", (_name, make) => {
  test("carries the recipe, and keeps pixels, other metadata and a C2PA manifest byte for byte", async () => {
    const bytes = withManifest(await make());
    const result = await embedded(bytes);
    expect(await others(result)).toEqual(await others(bytes));
    expect(await readRecipe(blobOf(result))).toEqual({
      tool: null,
      prompt: PROMPT.toWellFormed().replace("\uFFFD", "\uD83D"),
      systemInstruction: "As a poster",
      settings,
    });
    const before = await make();
    const plain = await embedded(before);
    expect((await sharp(plain).raw().toBuffer()).equals(await sharp(before).raw().toBuffer())).toBe(
      true,
    );
    const [had, has] = [await sharp(before).metadata(), await sharp(plain).metadata()];
    expect([has.exif, has.icc, has.hasAlpha]).toEqual([had.exif, had.icc, had.hasAlpha]);
    expect(String(has.xmp)).toContain("pentimento:Recipe");
    if (had.xmp !== undefined) expect(String(has.xmp)).toContain('dc:creator="Maya"');
  });

  test("carries only the last recipe when it is written twice", async () => {
    const twice = await embedded(await embedded(await make(), "first"), "second");
    expect(await readRecipe(blobOf(twice))).toMatchObject({ prompt: "second" });
    expect(twice.includes("first")).toBe(false);
  });
});

test("a prompt too long for one segment of a JPEG is split, and read again whole", async () => {
  const long = "长长的提示 ".repeat(5_000);
  for (const make of FILES.filter(([name]) => name.startsWith("JPEG")).map(([, it]) => it)) {
    const result = await embedded(await make(), long);
    expect((await readRecipe(blobOf(result)))?.prompt).toBe(long);
    expect((await sharp(result).metadata()).width).toBe(37);
  }
});

test("other kinds of files, and XMP that cannot be added to, are left alone", async () => {
  expect(await embedRecipe(await picture().gif().toBuffer(), textOf("x"))).toBe(null);
  expect(await embedRecipe(Buffer.from("no picture"), textOf("x"))).toBe(null);
  const odd = await picture().withXmp("<x>not RDF</x>").png().toBuffer();
  expect(await embedRecipe(odd, textOf("x"))).toBe(null);
});
