import "server-only";
import type { Visitor } from "@/lib/server/auth/visitor";
import { toFileStem } from "@/lib/server/domain/images/file-name";

/** A file's name without its ending. Names are made of prompts, so they stay out where prompts are hidden. */
export function sharedFileStem({ share }: Visitor, image: { id: string; name: string }): string {
  return share.showsPrompts ? toFileStem(image.name) : `picture-${image.id.slice(-8)}`;
}
