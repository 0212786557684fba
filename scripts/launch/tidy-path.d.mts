/** A request's target without doubled and trailing slashes, where programs call; all others as they came. */
export function tidyPath(target: string): string;
