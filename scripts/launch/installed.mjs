import fs from "fs";
import path from "path";

/** Written by scripts/trim.mjs: type declarations are missing, so type checks need a new installation. */
export const trimmedMark = "node_modules/.trimmed";

/** @param {string} file */
function readPackages(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}

/**
 * npm writes `node_modules/.package-lock.json` last, so it shows both that an installation finished and what it
 * contains.
 *
 * @param {string} root
 */
function installedPackages(root) {
  return readPackages(path.join(root, "node_modules/.package-lock.json"));
}

/**
 * Whether an installation without development packages is there, as `npm ci --omit=dev` makes it.
 *
 * @param {string} root
 */
export function isProductionOnly(root) {
  const found = installedPackages(root);
  return found !== undefined && Object.values(found).every(({ dev }) => !dev);
}

/**
 * Whether the packages of package-lock.json are installed. Packages for other platforms are marked optional and may be
 * missing. Undefined if there is no readable package-lock.json.
 *
 * @param {string} root
 * @param {{ withDevelopment: boolean }} options
 * @returns {boolean | undefined}
 */
export function isInstalled(root, { withDevelopment }) {
  const wanted = readPackages(path.join(root, "package-lock.json"));
  if (!wanted) return undefined;
  const found = installedPackages(root);
  if (!found) return false;
  if (withDevelopment && fs.existsSync(path.join(root, trimmedMark))) return false;
  return Object.entries(wanted).every(([name, { version, dev, optional, peer }]) => {
    if (name === "" || (dev && !withDevelopment)) return true;
    return found[name] ? found[name].version === version : Boolean(optional || peer);
  });
}
