import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/server/auth/actor";
import { closeDatabase } from "@/lib/server/db";
import { uploadImage } from "@/lib/server/domain/images/upload";
import { toProblem } from "@/lib/server/errors";
import { solidPng } from "@/lib/server/imaging/colour";
import { readsHeic } from "@/lib/server/imaging/engine";
import { makeActor } from "@/scripts/testing/studio";

let ada: Actor;
beforeAll(async () => {
  ada = await makeActor();
});
afterAll(closeDatabase);

const streamOf = (bytes: Uint8Array<ArrayBuffer>) => new Blob([bytes]).stream();

test.skipIf(readsHeic())("a HEIC file is refused and named as such", async () => {
  const heic = Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x10meta", "latin1");
  const refusal: unknown = await uploadImage(ada, {
    name: "IMG_1.HEIC",
    bytes: streamOf(heic),
  }).catch((error: unknown) => error);
  expect(toProblem(refusal, "r")).toMatchObject({
    code: "unsupported_media",
    status: 415,
    detail: "HEIC pictures cannot be read here; send JPEG, PNG, WebP, GIF or AVIF",
    details: { kind: "HEIC" },
  });
});

test("an image keeps the marks and joiners of its file's name, in NFC", async () => {
  const bytes = Uint8Array.from(await solidPng([9, 9, 9], 8));
  const name = "Mu\u0308nchen می‌خواهم 👨‍👩‍👧.png";
  const image = await uploadImage(ada, { name, bytes: streamOf(bytes) });
  expect(image.name).toBe("München می‌خواهم 👨‍👩‍👧");
});
