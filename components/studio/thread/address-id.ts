const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Brands what an address says; anything that is no id counts as none, and the server checks the rest. */
export function toId<Id extends string>(text: string | null | undefined): Id | null {
  return text && UUID.test(text) ? (text as Id) : null;
}
