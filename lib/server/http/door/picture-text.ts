import "server-only";
import { signImageAddress } from "@/lib/server/auth/signed-address";
import type { DoorPicture } from "@/lib/server/domain/door/outcome";
import { blobStore } from "@/lib/server/domain/images/storage";
import { originOf } from "@/lib/server/http/peer";

/** The studio as the caller reached it: what goes in front of an address of ours. */
export function originText(headers: Headers): string {
  const { protocol, host } = originOf(headers);
  return `${protocol}://${host}`;
}

/** An address that shows the picture to anybody for a day. */
export function addressOf({ imageId }: DoorPicture, origin: string): string {
  return origin + signImageAddress(imageId);
}

/** A picture's bytes in base64, read as they are written out: however large, a chunk of it is held. */
export async function* base64Of({ sha256 }: DoorPicture): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  const bytes: AsyncIterable<Uint8Array> = await blobStore().open(sha256);
  for await (const chunk of bytes) {
    const whole = Buffer.concat([rest, chunk]);
    // Three bytes are four characters; what is left over waits for the next chunk.
    const end = whole.length - (whole.length % 3);
    yield whole.toString("base64", 0, end);
    rest = whole.subarray(end);
  }
  yield rest.toString("base64");
}
