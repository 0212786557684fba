import type { ReactNode } from "react";
import { ThreadStage } from "@/components/studio/thread-stage";

/** Persists across navigation between threads. */
export default function ThreadLayout({ children }: { children: ReactNode }) {
  return <ThreadStage>{children}</ThreadStage>;
}
