import "server-only";

/** One turn of a thread's tree. */
export type TreeStep = { id: string; parentTurnId: string | null };

/**
 * The visible path: from the root through `at` to the newest turn below it; without `at`, to the newest turn of all.
 * `steps` are oldest first. An `at` that is not in the tree counts as null.
 */
export function findPath(steps: readonly TreeStep[], at: string | null): string[] {
  const parents = new Map(steps.map((step) => [step.id, step.parentTurnId]));
  const start = at !== null && parents.has(at) ? at : null;
  const tip = start === null ? steps.at(-1)?.id : findNewestBelow(steps, start);
  const path: string[] = [];
  for (let id: string | null = tip ?? null; id !== null; id = parents.get(id) ?? null)
    path.push(id);
  return path.toReversed();
}

/** Parents are older than their children, so one pass in age order marks the whole subtree. */
function findNewestBelow(steps: readonly TreeStep[], root: string): string {
  const below = new Set([root]);
  let newest = root;
  for (const step of steps) {
    if (step.parentTurnId !== null && below.has(step.parentTurnId)) {
      below.add(step.id);
      newest = step.id;
    }
  }
  return newest;
}

/** For each of `ids` that has siblings: all of them including itself, oldest first. */
export function findSiblings<Id extends string>(
  steps: readonly (TreeStep & { id: Id })[],
  ids: readonly string[],
): Record<string, Id[]> {
  const families = new Map<string | null, Id[]>();
  for (const step of steps) {
    const family = families.get(step.parentTurnId) ?? [];
    family.push(step.id);
    families.set(step.parentTurnId, family);
  }
  const parents = new Map(steps.map((step) => [step.id as string, step.parentTurnId]));
  const siblings: Record<string, Id[]> = {};
  for (const id of ids) {
    const family = families.get(parents.get(id) ?? null) ?? [];
    if (family.length > 1) siblings[id] = family;
  }
  return siblings;
}
