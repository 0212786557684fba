import { ThreadSkeleton } from "@/components/studio/thread/thread-skeleton";

/** Shown while the server loads a thread that is not in the tab's cache. */
export default function Loading() {
  return <ThreadSkeleton />;
}
