import type { GenerationDetail } from "@/lib/contracts/usage";

export const MOMENTS = ["queued", "sent", "firstByte", "lastByte", "parsed", "stored"] as const;
/** `ended` stands in for whichever was still to come where no picture did. */
export type MomentName = (typeof MOMENTS)[number] | "ended";

export type Moment = {
  name: MomentName;
  at: string;
  /** Since the moment before it, ms; null for the first. */
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

/** What is known to have happened, in its order. Clocks of two machines may disagree by a little: no step takes less than nothing. */
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
