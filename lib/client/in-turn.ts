/** The latest act on each thing; it settles when nothing is under way. */
const latest = new Map<string, Promise<unknown>>();

/**
 * Runs acts on one thing one after the other, in the order of the calls: a request that overtakes an earlier one would
 * meet a state that it does not expect. Acts on different things run at once. Returns the act's outcome.
 */
export function inTurn<T>(id: string, act: () => Promise<T>): Promise<T> {
  const earlier = latest.get(id) ?? Promise.resolve();
  const outcome = earlier.then(act, act);
  latest.set(id, outcome);
  const forget = () => {
    if (latest.get(id) === outcome) latest.delete(id);
  };
  outcome.then(forget, forget);
  return outcome;
}
