import { ThreadSkeleton } from "@/components/studio/thread-skeleton";

/** Shown while the server reads a thread that this tab does not know yet. */
export default function Loading() {
  return <ThreadSkeleton />;
}
