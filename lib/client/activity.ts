import type { GenerationState } from "@/lib/contracts/generations";

/** What a tab shows of itself while nobody looks at it. */
export type Activity = {
  /** Generations that have not come to an end. */
  underWay: number;
  /** Pictures that came while the tab was hidden. */
  unseen: number;
};

const MARKS = { underWay: "● ", unseen: "✓ " };

export const NOTIFY_KEY = "pentimento.notify";

/** Whether a generation has come to its end. `unknown` waits for a person, so it is an end. */
export function isEnded(state: GenerationState): boolean {
  return (
    state === "succeeded" || state === "failed" || state === "cancelled" || state === "unknown"
  );
}

/** The title with the mark for what is going on, and without an earlier mark. */
export function markTitle(title: string, activity: Activity): string {
  const bare = Object.values(MARKS).reduce(
    (text, mark) => (text.startsWith(mark) ? text.slice(mark.length) : text),
    title,
  );
  // Between two pages there is no title. A mark alone would lose its space in the document, and not be known again.
  if (bare === "") return bare;
  if (activity.underWay > 0) return MARKS.underWay + bare;
  return activity.unseen > 0 ? MARKS.unseen + bare : bare;
}

/** Marks the tab's title and icon, and keeps the mark while pages change the title. Returns how to stop. */
export function showActivity(activity: Activity): () => void {
  const remark = () => {
    const marked = markTitle(document.title, activity);
    if (marked !== document.title) document.title = marked;
  };
  remark();
  const observer = new MutationObserver(remark);
  observer.observe(document.head, { childList: true, subtree: true, characterData: true });
  void markIcon(activity);
  return () => observer.disconnect();
}

let isIconMarked = false;

/** The pen is fetched for the first mark: an icon as it is needs none, and where it cannot be had the title says it. */
async function markIcon(activity: Activity): Promise<void> {
  if (!isIconMarked && activity.underWay === 0 && activity.unseen === 0) return;
  isIconMarked = true;
  const icon = await import("@/lib/client/tab-icon").catch(() => null);
  await icon?.drawIcon(activity);
}

export function isNotifyOn(): boolean {
  return (
    typeof Notification !== "undefined" &&
    Notification.permission === "granted" &&
    localStorage.getItem(NOTIFY_KEY) === "on"
  );
}

/** Turns desktop notifications on (asking the browser, so only after a press) or off. Gives what came of it. */
export async function setNotify(isWanted: boolean): Promise<"on" | "off" | "refused"> {
  if (!isWanted) {
    localStorage.setItem(NOTIFY_KEY, "off");
    return "off";
  }
  if (typeof Notification === "undefined") return "refused";
  if ((await Notification.requestPermission()) !== "granted") return "refused";
  localStorage.setItem(NOTIFY_KEY, "on");
  return "on";
}

/** Says on the desktop that a generation came to its end; a press brings the tab to the front. */
export function notify(title: string, body: string, tag: string, onPress: () => void): void {
  const note = new Notification(title, { body, tag, icon: "/icon.svg" });
  note.addEventListener("click", () => {
    window.focus();
    note.close();
    onPress();
  });
}
