import type { QueryClient } from "@tanstack/react-query";
import { keys } from "@/lib/client/query-keys";
import type { EventPayload, ImageEvent } from "@/lib/contracts/events";
import type { ImageView } from "@/lib/contracts/images";
import type { ThreadPage, ThreadTree } from "@/lib/contracts/threads";
import type { TurnView } from "@/lib/contracts/turns";

export function isAboutImages(payload: EventPayload): payload is ImageEvent {
  return payload.kind.startsWith("image");
}

/** Folds an event of images into cached threads, and refetches lists of images. */
export function foldImage(client: QueryClient, payload: ImageEvent): void {
  void client.invalidateQueries({ queryKey: keys.allImages() });
  if (payload.kind === "image.added") return;
  if (payload.kind === "images.changed") {
    const removed = removedThreads(client);
    void client.invalidateQueries({
      queryKey: keys.openThreads(),
      predicate: ({ queryKey: [, threadId] }) => !removed.has(threadId),
    });
    void client.invalidateQueries({ queryKey: keys.allThreads() });
    return;
  }
  patchImage(client, payload.image);
  void client.invalidateQueries({ queryKey: keys.image(payload.image.id) });
}

/** The threads that this tab deleted: a page that it is leaving must not ask for them, the server would answer 404. */
function removedThreads(client: QueryClient): ReadonlySet<unknown> {
  const marks = client.getQueriesData<boolean>({ queryKey: keys.removedThreads() });
  return new Set(marks.flatMap(([[, threadId], isRemoved]) => (isRemoved ? [threadId] : [])));
}

/** Writes an image into every cached thread that shows it: its own, and those that refine it or refer to it. */
export function patchImage(client: QueryClient, image: ImageView): void {
  client.setQueriesData<ThreadPage | ThreadTree>({ queryKey: keys.openThreads() }, (cached) => {
    if (!cached || !("path" in cached)) return cached;
    return { ...cached, path: cached.path.map((turn) => withImage(turn, image)) };
  });
  if (image.threadId !== null) {
    void client.invalidateQueries({ queryKey: keys.threadTree(image.threadId) });
  }
}

function withImage(turn: TurnView, image: ImageView): TurnView {
  const swap = (other: ImageView) => (other.id === image.id ? image : other);
  return {
    ...turn,
    baseImage: turn.baseImage && swap(turn.baseImage),
    references: turn.references.map(swap),
    generations: turn.generations.map((generation) => ({
      ...generation,
      images: generation.images.map(swap),
    })),
  };
}
