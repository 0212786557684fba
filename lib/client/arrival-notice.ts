const KEY = "pentimento.notice";

/** What is said after a full load that the tab was led to. */
export type ArrivalNotice = { kind: "left"; workspace: string };

/** Keeps a word for the page that this tab goes to next. */
export function leaveNotice(notice: ArrivalNotice): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(notice));
  } catch {
    // Without storage the page says nothing, and is right all the same.
  }
}

/** The word that was kept, once. */
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
