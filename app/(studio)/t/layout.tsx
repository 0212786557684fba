import type { ReactNode } from "react";
import { ThreadFrame } from "@/components/studio/thread/thread-frame";

/** Persists across navigation between threads. */
export default function ThreadLayout({ children }: { children: ReactNode }) {
  return <ThreadFrame>{children}</ThreadFrame>;
}
