/** Removes doubled and trailing slashes from the target of an API request; page paths stay as they are. */
export function tidyPath(target: string): string;
