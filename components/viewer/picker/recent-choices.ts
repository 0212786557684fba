const KEPT = 3;
const recent = { tag: [] as string[], collection: [] as string[] };

/** The tags or collections that were picked last in this tab, the latest first. */
export function recentChoices(kind: keyof typeof recent): readonly string[] {
  return recent[kind];
}

export function rememberChoice(kind: keyof typeof recent, id: string | null): void {
  if (id === null) return;
  recent[kind] = [id, ...recent[kind].filter((one) => one !== id)].slice(0, KEPT);
}
