import { z } from "zod";
import { turnSettings } from "@/lib/contracts/settings";

/** The file in a ZIP of images that describes them. */
export const MANIFEST_FILE = "manifest.json";
export const MANIFEST_FORMAT = "pentimento-images";

/** An image that another one was made from; `file` is null if it is not in the ZIP. */
const linkedImage = z.object({ id: z.uuid(), file: z.string().nullable() });

export const manifestImage = z.object({
  /** Its path in the ZIP; null if the studio no longer had the bytes. */
  file: z.string().nullable(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  media: z.string(),
  byteCount: z.int(),
  width: z.int(),
  height: z.int(),
  id: z.uuid(),
  name: z.string(),
  origin: z.enum(["generated", "uploaded", "fetched"]),
  createdAt: z.iso.datetime(),
  /** A person's name. */
  createdBy: z.string(),
  /** Null for uploads, as are the note for the model, the model and the settings. */
  prompt: z.string().nullable(),
  systemInstruction: z.string().nullable(),
  model: z.string().nullable(),
  settings: turnSettings.nullable(),
  threadId: z.uuid().nullable(),
  turnId: z.uuid().nullable(),
  /** The image that it was refined from. */
  parent: linkedImage.nullable(),
  references: z.array(linkedImage),
  tags: z.array(z.string()),
  /** The mark of the person who downloaded it. */
  isFavourite: z.boolean(),
});
export type ManifestImage = z.infer<typeof manifestImage>;

export const manifest = z.object({
  format: z.literal(MANIFEST_FORMAT),
  version: z.literal(1),
  createdAt: z.iso.datetime(),
  images: z.array(manifestImage),
});
