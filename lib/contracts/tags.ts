import { z } from "zod";
import { tagId } from "@/lib/contracts/ids";

/** Without leading, trailing and repeated white space; a workspace has it once, whatever its case. */
export const tagName = z
  .string()
  .max(60)
  .transform((name) =>
    name
      .normalize("NFC")
      .replace(/["\s]+/gu, " ")
      .trim(),
  )
  .pipe(z.string().min(1).max(60));

export const tag = z.object({ id: tagId, name: z.string() });

/** In the order of their names: those on images that the caller may see. */
export const tagList = z.object({ tags: z.array(tag) });
export type TagList = z.infer<typeof tagList>;
