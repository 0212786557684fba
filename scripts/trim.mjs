// npm runs this after an installation (`postinstall`). Without development packages it deletes what neither the build
// nor the studio reads, a third of the space. No dependencies: nothing else of ours has run yet.
import fs from "fs";
import path from "path";
import { fileURLToPath } from "url";
import { isProductionOnly, trimmedMark } from "./launch/installed.mjs";

/** Source maps, type declarations, and Prisma's query compilers for other databases. */
const unread = [
  /\.map$/,
  /\.d\.[cm]?ts$/,
  /^@prisma\/client\/runtime\/query_compiler_.*\.(?:cockroachdb|mysql|sqlite|sqlserver)\./,
];
/** Next builds no TypeScript without these. */
const kept = /^@types\//;

/** @param {string} folder @param {string} below @returns {string[]} */
function filesIn(folder, below = "") {
  return fs.readdirSync(path.join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const name = below ? `${below}/${entry.name}` : entry.name;
    if (entry.isDirectory()) return filesIn(folder, name);
    return entry.isFile() ? [name] : [];
  });
}

/**
 * @param {string} root the folder of package.json
 * @returns {number} how many files were deleted
 */
export function trim(root) {
  const mark = path.join(root, trimmedMark);
  if (!isProductionOnly(root)) {
    if (fs.existsSync(mark)) console.warn("Type declarations are missing here: run `npm ci`.");
    return 0;
  }
  const modules = path.join(root, "node_modules");
  const found = filesIn(modules).filter(
    (name) => !kept.test(name) && unread.some((pattern) => pattern.test(name)),
  );
  for (const name of found) fs.rmSync(path.join(modules, name));
  fs.writeFileSync(mark, "");
  return found.length;
}

const self = fileURLToPath(import.meta.url);
if (process.argv[1] === self) trim(path.resolve(path.dirname(self), ".."));
