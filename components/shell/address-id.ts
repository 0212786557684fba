const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Brands an id from a URL; null unless it has the form of a UUID. The server checks that it exists. */
export function toId<Id extends string>(text: string | null | undefined): Id | null {
  return text && UUID.test(text) ? (text as Id) : null;
}
