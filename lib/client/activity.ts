import type { GenerationState } from "@/lib/contracts/generations";

/** What a tab shows of itself while nobody looks at it. */
export type Activity = {
  /** Generations that have not come to an end. */
  underWay: number;
  /** Pictures that came while the tab was hidden. */
  unseen: number;
};

const MARKS = { underWay: "● ", unseen: "✓ " };
const ICON_PX = 32;

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
  void drawIcon(activity);
  return () => observer.disconnect();
}

/** Drawing waits for the icon's picture; a drawing that another has overtaken is dropped. */
let newestDrawing = 0;

/** A dot on the icon: vermilion while something is under way, green once it is there and unseen. */
async function drawIcon(activity: Activity): Promise<void> {
  newestDrawing += 1;
  const drawing = newestDrawing;
  const own = document.querySelector<HTMLLinkElement>("link[data-activity]");
  const colour = activity.underWay > 0 ? "#d4482b" : activity.unseen > 0 ? "#3f8f5f" : null;
  if (colour === null) {
    own?.remove();
    return;
  }
  const base = document.querySelector<HTMLLinkElement>('link[rel="icon"]:not([data-activity])');
  if (!base || own?.dataset.activity === colour) return;
  const image = new Image();
  image.src = base.href;
  await image.decode().catch(() => undefined);
  if (drawing !== newestDrawing) return;
  const canvas = document.createElement("canvas");
  canvas.width = ICON_PX;
  canvas.height = ICON_PX;
  const pen = canvas.getContext("2d");
  if (!pen || image.naturalWidth === 0) return;
  pen.drawImage(image, 0, 0, ICON_PX, ICON_PX);
  pen.beginPath();
  pen.arc(24, 8, 8, 0, Math.PI * 2);
  pen.fillStyle = "#fbfaf7";
  pen.fill();
  pen.beginPath();
  pen.arc(24, 8, 6, 0, Math.PI * 2);
  pen.fillStyle = colour;
  pen.fill();
  const link = own ?? document.createElement("link");
  link.rel = "icon";
  link.type = "image/png";
  link.dataset.activity = colour;
  link.href = canvas.toDataURL("image/png");
  document.head.append(link);
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
