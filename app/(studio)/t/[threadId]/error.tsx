"use client";

import { ThreadProblem } from "@/components/studio/thread-problem";
import { useWayBack } from "@/lib/client/reload-when-back";

/** The server could not give the thread; trying again asks it anew. */
export default function ThreadError({ error, reset }: { error: Error; reset: () => void }) {
  return <ThreadProblem error={error} onAgain={useWayBack(error, reset)} />;
}
