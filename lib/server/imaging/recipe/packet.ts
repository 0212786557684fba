import "server-only";
import { RECIPE_NAMESPACE } from "@/lib/contracts/recipe";

/** What is written into a file: the recipe as JSON, and the prompt as other programs show it. */
export interface RecipeText {
  json: string;
  prompt: string;
}

const XPACKET = '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>';
const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const EARLIER = new RegExp(
  `<rdf:Description [^>]*xmlns:pentimento="${RECIPE_NAMESPACE}"[^>]*>[\\s\\S]*?</rdf:Description>\\s*`,
  "g",
);

/**
 * An XMP packet with the recipe. An existing packet keeps all it has, and gets the recipe beside; null if it is not
 * one that can be added to.
 */
export function packetWith(existing: string | null, text: RecipeText): string | null {
  const before = existing?.replace(EARLIER, "") ?? null;
  const isEmpty = before === null || !before.includes("<rdf:Description");
  if (isEmpty && existing !== before) return packetWith(null, text);
  return before === null
    ? wrapped(described(recipeOf(text) + captionOf(text), CAPTION_NAMES))
    : addedTo(before, described(recipeOf(text)));
}

/**
 * The two packets of a JPEG that has no room for the recipe in one segment: the first names the second by `guid`. Null
 * if the file has such a pair already.
 */
export function splitPackets(
  existing: string | null,
  text: RecipeText,
  guidOf: (extension: string) => string,
): { packet: string; extension: string } | null {
  if (existing?.includes("HasExtendedXMP")) return null;
  const extension = meta(described(recipeOf(text)));
  const note = `<rdf:Description rdf:about="" xmlns:xmpNote="http://ns.adobe.com/xmp/note/" xmpNote:HasExtendedXMP="${guidOf(extension)}"/>`;
  const packet = existing === null ? wrapped(note) : addedTo(existing.replace(EARLIER, ""), note);
  return packet === null ? null : { packet, extension };
}

function addedTo(packet: string, addition: string): string | null {
  const end = packet.lastIndexOf("</rdf:RDF>");
  // Others may use another prefix for RDF.
  if (end < 0 || !packet.includes(RDF)) return null;
  return `${packet.slice(0, end)}${addition}${packet.slice(end)}`;
}

const CAPTION_NAMES =
  ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="Pentimento"';

function described(content: string, names = ""): string {
  return `<rdf:Description rdf:about="" xmlns:pentimento="${RECIPE_NAMESPACE}"${names}>${content}</rdf:Description>\n`;
}

function recipeOf({ json }: RecipeText): string {
  return `<pentimento:Recipe>${escaped(json)}</pentimento:Recipe>`;
}

function captionOf({ prompt }: RecipeText): string {
  return `<dc:description><rdf:Alt><rdf:li xml:lang="x-default">${escaped(prompt)}</rdf:li></rdf:Alt></dc:description>`;
}

function meta(content: string): string {
  return `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="${RDF}">\n${content}</rdf:RDF></x:xmpmeta>`;
}

function wrapped(content: string): string {
  return `${XPACKET}\n${meta(content)}\n<?xpacket end="w"?>`;
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** XML text; what XML cannot say is left out. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
    .replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? "");
}
