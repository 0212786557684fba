import type { Activity } from "@/lib/client/activity";

const ICON_PX = 32;

/** Drops a drawing that a newer one has overtaken while its image loaded. */
let newestDrawing = 0;

/** Draws a dot on the icon: vermilion while work is in progress, green once a result is unseen. */
export async function drawIcon(activity: Activity): Promise<void> {
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
