import { lazyPiece } from "@/components/ui/lazy-piece";

/** The thread view, loaded lazily: an empty start page does not need it. */
export const ThreadPiece = lazyPiece(
  () => import("@/components/studio/thread/thread-view").then((it) => it.ThreadView),
  // Rendered only once loaded.
  () => ({ isOpen: true, close: () => undefined }),
);
