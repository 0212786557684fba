import type { IncomingMessage } from "node:http";
import type { RecordedCall } from "./script";

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** Records a generation call: small enough to keep hundreds, complete enough for assertions. */
export async function record(
  request: IncomingMessage,
  body: Buffer,
  number: number,
  apiKey: string,
): Promise<RecordedCall> {
  const counted = { pictures: 0 };
  const type = request.headers["content-type"] ?? "";
  return {
    number,
    at: Date.now(),
    path: request.url ?? "",
    headers: request.headers,
    isAuthorized: request.headers.authorization === `Bearer ${apiKey}`,
    body: type.startsWith("multipart/form-data")
      ? await fieldsOf(body, type, counted)
      : withoutPictures(parse(body), counted),
    pictures: counted.pictures,
    bytes: body.length,
  };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString()) as unknown;
  } catch {
    return null;
  }
}

async function fieldsOf(body: Buffer, type: string, counted: { pictures: number }) {
  const bytes = new Uint8Array(body);
  const form = await new Response(bytes, { headers: { "content-type": type } }).formData();
  const fields: [string, string][] = [];
  for (const [name, value] of form.entries()) {
    if (typeof value === "string") fields.push([name, value]);
    else {
      counted.pictures += 1;
      fields.push([name, `<${value.type}, ${value.size} bytes>`]);
    }
  }
  return fields;
}

function withoutPictures(value: unknown, counted: { pictures: number }): unknown {
  if (typeof value === "string" && value.startsWith("data:")) {
    counted.pictures += 1;
    return `${value.slice(0, value.indexOf(",") + 1)}<${value.length} characters>`;
  }
  if (Array.isArray(value)) return value.map((item) => withoutPictures(item, counted));
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([name, item]) => [
      name,
      withoutPictures(item, counted),
    ]);
    return Object.fromEntries(entries) as Record<string, unknown>;
  }
  return value;
}
