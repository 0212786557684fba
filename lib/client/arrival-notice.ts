const KEY = "pentimento.notice";

/** A notice shown after a full page load. */
export type ArrivalNotice = { kind: "left"; workspace: string };

/** Stores a notice for the next page of this tab. */
export function leaveNotice(notice: ArrivalNotice): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(notice));
  } catch {
    // Without storage the next page shows no notice.
  }
}

/** Reads and removes the notice. */
export function takeNotice(): ArrivalNotice | null {
  try {
    const kept = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    const notice: unknown = JSON.parse(kept ?? "null");
    return isNotice(notice) ? notice : null;
  } catch {
    return null;
  }
}

function isNotice(value: unknown): value is ArrivalNotice {
  return (
    typeof value === "object" &&
    value !== null &&
    "kind" in value &&
    value.kind === "left" &&
    "workspace" in value &&
    typeof value.workspace === "string"
  );
}
