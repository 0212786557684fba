import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { inRoot } from "./setup/root";
import type { Source } from "./verify/imports";
import { ROOMS } from "./verify/rooms";
import { checkStructure } from "./verify/rules";

// The structure check of `npm run verify`. To run it alone: node --import tsx scripts/structure.ts

const folders = ["app", "components", "lib", "scripts", "e2e"];
const rootFiles = ["instrumentation.ts", "proxy.ts", "next.config.ts"];

async function readSources(): Promise<Source[]> {
  const sources: Source[] = [];
  for (const folder of folders) {
    const entries = await readdir(inRoot(folder), { recursive: true }).catch(() => []);
    for (const entry of entries) {
      if (!/\.(ts|tsx|mts)$/.test(entry)) continue;
      const file = path.posix.join(folder, entry.split(path.sep).join("/"));
      sources.push({ path: file, text: await readFile(inRoot(file), "utf8") });
    }
  }
  for (const file of rootFiles) {
    const text = await readFile(inRoot(file), "utf8").catch(() => undefined);
    if (text !== undefined) sources.push({ path: file, text });
  }
  return sources;
}

const sources = await readSources();
// Fail if a folder contributes no file: a check over nothing always passes.
for (const { from } of ROOMS) {
  if (!sources.some(({ path: file }) => file.startsWith(from))) {
    throw new Error(`The structure check saw no file in ${from}: it looks in the wrong place.`);
  }
}
const complaints = checkStructure(sources);
for (const complaint of complaints) console.error(complaint);
console.log(`${sources.length} files, ${complaints.length} breaches`);
process.exitCode = complaints.length > 0 ? 1 : 0;
