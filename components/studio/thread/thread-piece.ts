import { lazyPiece } from "@/components/ui/lazy-piece";

/** A thread's whole view, for the page that begins one: empty, it needs none of it. */
export const ThreadPiece = lazyPiece(
  () => import("@/components/studio/thread/thread-view").then((it) => it.ThreadView),
  // It is only shown once it is there.
  () => ({ isOpen: true, close: () => undefined }),
);
