import { NewThread } from "@/components/studio/thread/new-thread";

/** A new thread. The layout has already loaded the studio state. */
export default function Page() {
  return <NewThread />;
}
