import type { GenerationDetail } from "@/lib/contracts/usage";

export const MOMENTS = ["queued", "sent", "firstByte", "lastByte", "parsed", "stored"] as const;
/** `ended` replaces the remaining moments when a generation ends without a picture. */
export type MomentName = (typeof MOMENTS)[number] | "ended";

export type Moment = {
  name: MomentName;
  at: string;
  /** Milliseconds since the previous moment; null for the first. */
  ms: number | null;
};

type Times = Pick<
  GenerationDetail,
  | "queuedAt"
  | "sentAt"
  | "firstByteAt"
  | "receivedAt"
  | "parsedAt"
  | "finishedAt"
  | "state"
  | "imageCount"
>;

/** Known moments in order. Clocks of two machines may disagree slightly, so durations are at least 0. */
export function momentsOf(detail: Times): Moment[] {
  const hasPicture = detail.imageCount > 0 || detail.state === "succeeded";
  const times: [MomentName, string | null][] = [
    ["queued", detail.queuedAt],
    ["sent", detail.sentAt],
    ["firstByte", detail.firstByteAt],
    ["lastByte", detail.receivedAt],
    ["parsed", detail.parsedAt],
    [hasPicture ? "stored" : "ended", detail.finishedAt],
  ];
  const moments: Moment[] = [];
  for (const [name, at] of times) {
    if (at === null) continue;
    const before = moments.at(-1);
    const ms = before ? Math.max(0, Date.parse(at) - Date.parse(before.at)) : null;
    moments.push({ name, at, ms });
  }
  return moments;
}
