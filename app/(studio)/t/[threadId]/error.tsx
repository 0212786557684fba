"use client";

import { ThreadProblem } from "@/components/studio/thread/thread-problem";
import { useReloadWhenBack } from "@/lib/client/reload-when-back";

/** The server failed to load the thread; "Try again" reloads it. */
export default function ThreadError({ error, reset }: { error: Error; reset: () => void }) {
  return <ThreadProblem error={error} onRetry={useReloadWhenBack(error, reset)} />;
}
