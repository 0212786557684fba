import { ThreadLoading } from "@/components/studio/thread-loading";

/** Shown while the server reads a thread that one goes to. */
export default function Loading() {
  return <ThreadLoading />;
}
