/** Written by scripts/trim.mjs: type declarations are missing. */
export const trimmedMark: string;

/** Whether an installation without development packages is there, as `npm ci --omit=dev` makes it. */
export function isProductionOnly(root: string): boolean;

/** Whether the packages of package-lock.json are installed; undefined if it cannot be read. */
export function isInstalled(
  root: string,
  options: { withDevelopment: boolean },
): boolean | undefined;
