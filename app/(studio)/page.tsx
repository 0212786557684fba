import { NewThread } from "@/components/studio/home/new-thread";

/** A new thread. The layout has already loaded the studio state. */
export default function Page() {
  return <NewThread />;
}
