import type { GenerationState } from "@/lib/contracts/generations";

/** What a hidden tab shows about its work. */
export type Activity = {
  /** Generations in progress. */
  underWay: number;
  /** Pictures that arrived while the tab was hidden. */
  unseen: number;
};

const MARKS = { underWay: "● ", unseen: "✓ " };

export const NOTIFY_KEY = "pentimento.notify";

/** Whether a generation has ended. `unknown` waits for a person's decision, so it counts as ended. */
export function isEnded(state: GenerationState): boolean {
  return (
    state === "succeeded" || state === "failed" || state === "cancelled" || state === "unknown"
  );
}

/** Adds the activity mark to a title, replacing an earlier mark. */
export function markTitle(title: string, activity: Activity): string {
  const bare = Object.values(MARKS).reduce(
    (text, mark) => (text.startsWith(mark) ? text.slice(mark.length) : text),
    title,
  );
  // Between two pages the title is empty. The document would trim a bare mark's space, and it would not be recognised
  // again.
  if (bare === "") return bare;
  if (activity.underWay > 0) return MARKS.underWay + bare;
  return activity.unseen > 0 ? MARKS.unseen + bare : bare;
}

/** Marks the tab's title and icon and keeps the mark while pages change the title. Returns a function that stops. */
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

/** The drawing code loads with the first mark. If it cannot be loaded, the title alone shows the activity. */
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

/** Turns desktop notifications on or off. Turning on asks the browser, so it needs a user gesture. */
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

/** Shows a desktop notification; a click brings the tab to the front. */
export function notify(title: string, body: string, tag: string, onPress: () => void): void {
  const note = new Notification(title, { body, tag, icon: "/icon.svg" });
  note.addEventListener("click", () => {
    window.focus();
    note.close();
    onPress();
  });
}
