import type { ReactNode } from "react";
import { ThreadStage } from "@/components/studio/thread-stage";

/** Stays as one goes from thread to thread. */
export default function ThreadLayout({ children }: { children: ReactNode }) {
  return <ThreadStage>{children}</ThreadStage>;
}
