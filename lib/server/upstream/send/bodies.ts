import "server-only";
import { createHash, randomBytes } from "node:crypto";
import type { PictureToSend } from "./compile";

/** A request body, ready to stream. Its length is known, because some gateways refuse chunked requests. */
export type CallBody = {
  headers: { "content-type": string; "content-length": string };
  /** SHA-256 of its images, hex. An answer that only returns one of them is an echo, not a result. */
  sentPictures: string[];
  /** Yields the bytes once and frees them, so that a waiting call holds no images. */
  chunks(): AsyncGenerator<Buffer>;
};

/** An image of this turn could not be read. Nothing was sent. */
export class PictureLostError extends Error {
  constructor(
    readonly imageId: string,
    cause: unknown,
  ) {
    super(`The picture ${imageId} could not be read`, { cause });
    this.name = "PictureLostError";
  }
}

type Piece = { bytes: Buffer; as: "raw" | "base64" };

/** A multiple of 3, so that each slice encodes without padding. */
const BASE64_SLICE_BYTES = 192 * 1024;

type ChatRequest = {
  model: string;
  messages: { role: string; text: string }[];
  temperature: number | null;
  pictures: PictureToSend[];
};

/** The body of a chat call: images as `image_url` data URLs in the last message, after its text. */
export async function chatBody(request: ChatRequest): Promise<CallBody> {
  const pictures = await readAll(request.pictures);
  const last = request.messages.length - 1;
  // Images are spliced into the finished JSON: one JSON string of all of them would be held in memory three times.
  const mark = randomBytes(12).toString("hex");
  const messages = request.messages.map(({ role, text }, index) => ({
    role,
    content:
      index < last || pictures.length === 0
        ? text
        : [
            { type: "text", text },
            ...pictures.map(({ media }) => ({
              type: "image_url",
              image_url: { url: `data:${media};base64,${mark}` },
            })),
          ],
  }));
  const json = JSON.stringify({
    model: request.model,
    stream: false,
    messages,
    ...(request.temperature === null ? {} : { temperature: request.temperature }),
  });
  const pieces: Piece[] = [];
  for (const [index, text] of json.split(mark).entries()) {
    const picture = index > 0 ? pictures[index - 1] : undefined;
    if (picture) pieces.push({ bytes: picture.bytes, as: "base64" });
    pieces.push({ bytes: Buffer.from(text), as: "raw" });
  }
  return toBody("application/json", pieces, pictures);
}

/** A plain JSON body. */
export function jsonBody(fields: Record<string, unknown>): CallBody {
  return toBody(
    "application/json",
    [{ bytes: Buffer.from(JSON.stringify(fields)), as: "raw" }],
    [],
  );
}

/** A multipart body: the fields, then `imageField` (a name without quotes) once per image, in order. */
export async function multipartBody(
  fields: Record<string, string>,
  toSend: PictureToSend[],
  imageField = "image",
): Promise<CallBody> {
  const pictures = await readAll(toSend);
  const boundary = `----pentimento${randomBytes(16).toString("hex")}`;
  const pieces: Piece[] = [];
  const raw = (text: string) => pieces.push({ bytes: Buffer.from(text), as: "raw" });
  for (const [name, value] of Object.entries(fields)) {
    raw(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  }
  for (const [index, { bytes, media }] of pictures.entries()) {
    const file = `image${index + 1}.${media === "image/jpeg" ? "jpg" : media.slice("image/".length)}`;
    raw(
      `--${boundary}\r\ncontent-disposition: form-data; name="${imageField}"; filename="${file}"\r\ncontent-type: ${media}\r\n\r\n`,
    );
    pieces.push({ bytes, as: "raw" });
    raw("\r\n");
  }
  raw(`--${boundary}--\r\n`);
  return toBody(`multipart/form-data; boundary=${boundary}`, pieces, pictures);
}

type ReadPicture = { bytes: Buffer; media: PictureToSend["media"] };

async function readAll(pictures: PictureToSend[]): Promise<ReadPicture[]> {
  const read: ReadPicture[] = [];
  for (const picture of pictures) {
    try {
      read.push({ bytes: await picture.read(), media: picture.media });
    } catch (error) {
      throw new PictureLostError(picture.imageId, error);
    }
  }
  return read;
}

function toBody(contentType: string, pieces: Piece[], pictures: ReadPicture[]): CallBody {
  const length = pieces.reduce(
    (sum, { bytes, as }) => sum + (as === "raw" ? bytes.length : Math.ceil(bytes.length / 3) * 4),
    0,
  );
  return {
    headers: { "content-type": contentType, "content-length": String(length) },
    sentPictures: pictures.map(({ bytes }) => createHash("sha256").update(bytes).digest("hex")),
    async *chunks() {
      for (let piece = pieces.shift(); piece; piece = pieces.shift()) {
        if (piece.as === "raw") {
          yield piece.bytes;
          continue;
        }
        for (let at = 0; at < piece.bytes.length; at += BASE64_SLICE_BYTES) {
          const slice = piece.bytes.subarray(at, at + BASE64_SLICE_BYTES);
          yield Buffer.from(slice.toString("base64"), "latin1");
        }
      }
    },
  };
}
