import { z } from "zod";
import { imageId } from "@/lib/contracts/ids";

/** What a small preview of an image needs. */
export const thumbnail = z.object({
  imageId,
  thumbhash: z.string(),
  width: z.int(),
  height: z.int(),
});
export type Thumbnail = z.infer<typeof thumbnail>;
