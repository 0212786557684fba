import { NewThread } from "@/components/studio/new-thread";

/** A new thread: the studio's state is in the layout's hands, so there is nothing to load. */
export default function Page() {
  return <NewThread />;
}
