import { expect } from "playwright/test";
import type { ImageId } from "@/lib/contracts/ids";
import { picture } from "../fixtures/answers";
import type { Studio } from "../fixtures/studio";

/** A browser without a session. */
export const NOBODY = { cookies: [], origins: [] };
export const WORDS = ["Dawn over the bay", "Make it noon", "Add a boat"] as const;

/** A thread of three versions; returns its id and its pictures, oldest first. */
export async function evolve({ api, upstream }: Studio) {
  upstream.script([await picture(20), await picture(120), await picture(220), await picture(300)]);
  const first = await api.createTurn({ prompt: WORDS[0] });
  const { threadId } = first;
  const pictures: ImageId[] = [];
  let parent = first;
  for (const [index, prompt] of WORDS.entries()) {
    if (index > 0) {
      const baseImageId = pictures.at(-1) ?? null;
      parent = await api.createTurn({ threadId, parentTurnId: parent.id, baseImageId, prompt });
    }
    await expect.poll(() => api.stateOf(parent)).toBe("succeeded");
    const { path } = await api.page(threadId);
    const made = path.at(-1)?.generations.at(-1)?.images[0]?.id;
    if (made) pictures.push(made);
  }
  return { threadId, pictures, last: parent };
}
