// The rules of AGENTS.md about where code belongs. Pure functions over sources; scripts/structure.ts reads the files.

import { importsOf, type Source } from "./imports";
import { ROOMS } from "./rooms";

const longestFile = 300;
/** Test files may be longer, because a list of cases has one reason to change. */
const longestTest = 500;

function isWithin(target: string, allowed: string): boolean {
  if (!allowed.endsWith(".ts")) return `${target}/`.startsWith(allowed);
  return target === allowed || target === allowed.slice(0, -3);
}

const isTest = (path: string) => /\.(test|fixtures)\.tsx?$/.test(path);
const isGenerated = (path: string) => path.startsWith("lib/server/generated/");

function checkArrows(source: Source): string[] {
  const room = ROOMS.find(({ from }) => source.path.startsWith(from));
  if (!room || isTest(source.path)) return [];
  return importsOf(source)
    .filter(({ target }) => !target.startsWith("package:"))
    .filter(({ target }) => !room.to.some((allowed) => isWithin(target, allowed)))
    .map(({ target }) => `${source.path} imports ${target}: ${room.words}.`);
}

/** Files that belong to no room of lib/server. */
const rootOfServer = /^lib\/server\/(boot|clock|errors)(\.int)?(\.test)?\.ts$/;

function checkServerRooms({ path }: Source): string[] {
  if (!path.startsWith("lib/server/") || rootOfServer.test(path)) return [];
  const [folder = "", ...inside] = path.slice("lib/server/".length).split("/");
  if (inside.length === 0) {
    return [`${path} is at the root of lib/server: move it into the room that it belongs to.`];
  }
  if (ROOMS.some(({ from }) => from === `lib/server/${folder}/`)) return [];
  return [`lib/server/${folder} is no room: say in scripts/verify/rooms.ts what it may import.`];
}

function checkBrowser(source: Source, zodFiles: Set<string>): string[] {
  const isBrowser =
    /^(components|lib\/client)\//.test(source.path) || /^["']use client["']/.test(source.text);
  if (!isBrowser || isTest(source.path)) return [];
  return importsOf(source).flatMap(({ target, isTypeOnly }) => {
    if (`${target}/`.startsWith("lib/server/")) {
      return [`${source.path} imports ${target}: no browser code reaches lib/server.`];
    }
    if (isTypeOnly || !(zodFiles.has(target) || target === "package:zod")) return [];
    return [
      `${source.path} imports ${target}: that brings zod into the browser. Use \`import type\`, or move the plain value to a file without zod.`,
    ];
  });
}

/** The only file that reads an event's key. */
const keyHelper = "components/ui/pressed-key.ts";
const readsKeyRaw =
  /\b(?:e|ev|evt|event|nativeEvent|press|pressed)\.(?:key|code|which|keyCode|isComposing)\b|\bkeyCode\b|\bisComposing\b|\{[^{}]*\bkey\b[^{}]*\} = (?:e|ev|evt|event|nativeEvent)\b/;

function checkFile({ path, text }: Source): string[] {
  const complaints: string[] = [];
  const lines = text.trimEnd().split("\n").length;
  const longest = isTest(path) ? longestTest : longestFile;
  if (lines > longest) {
    complaints.push(
      `${path} has ${lines} lines: above ${longest} a file has more than one reason to change. Split it by reason, not by size.`,
    );
  }
  if (
    path.startsWith("lib/server/") &&
    !isTest(path) &&
    !/^\s*import "server-only";/m.test(text.slice(0, 2000))
  ) {
    complaints.push(
      `${path} lacks \`import "server-only";\`: the build must fail when a browser's bundle reaches it.`,
    );
  }
  const isScreen = /^(components|app|lib\/client)\//.test(path);
  if (isScreen && !isTest(path) && path !== keyHelper && readsKeyRaw.test(text)) {
    complaints.push(
      `${path} reads a key event itself: use pressedKey() of ${keyHelper}, which ignores keys of an input method.`,
    );
  }
  const readsEnv = /\bprocess\.env\b(?!\.(NODE_ENV|NEXT_RUNTIME)\b)/.test(
    text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ""),
  );
  const mayReadEnv =
    path === "lib/server/env/index.ts" || /^(scripts|e2e)\/|\.config\.ts$/.test(path);
  if (readsEnv && !mayReadEnv && !isTest(path)) {
    complaints.push(
      `${path} reads process.env: only lib/server/env does. Add the setting there and call getEnv().`,
    );
  }
  if (
    /\.test\.tsx?$/.test(path) &&
    !path.includes(".mock.") &&
    /^\s*vi\.(do)?mock\(/im.test(text)
  ) {
    complaints.push(
      `${path} mocks a module: call it *.mock.test.ts or *.mock.int.test.ts, so that it gets a process of its own.`,
    );
  }
  return complaints;
}

/** Imports between the nouns of the domain. */
function domainEdges(sources: Source[]): Map<string, Map<string, string>> {
  const edges = new Map<string, Map<string, string>>();
  const noun = (path: string) => /^lib\/server\/domain\/([^/]+)\//.exec(path)?.[1];
  for (const source of sources) {
    const from = noun(source.path);
    if (!from || isTest(source.path)) continue;
    for (const { target, isTypeOnly } of importsOf(source)) {
      const to = noun(target);
      if (!to || to === from || isTypeOnly) continue;
      const known = edges.get(from) ?? new Map<string, string>();
      known.set(to, source.path);
      edges.set(from, known);
    }
  }
  return edges;
}

function findCycle(edges: Map<string, Map<string, string>>): string[] {
  const done = new Set<string>();
  const visit = (noun: string, trail: string[]): string[] => {
    if (trail.includes(noun)) return [...trail.slice(trail.indexOf(noun)), noun];
    if (done.has(noun)) return [];
    for (const next of edges.get(noun)?.keys() ?? []) {
      const cycle = visit(next, [...trail, noun]);
      if (cycle.length > 0) return cycle;
    }
    done.add(noun);
    return [];
  };
  for (const noun of edges.keys()) {
    const cycle = visit(noun, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}

function checkCycles(sources: Source[]): string[] {
  const edges = domainEdges(sources);
  const cycle = findCycle(edges);
  if (cycle.length === 0) return [];
  const files = cycle.slice(1).map((to, at) => edges.get(cycle[at] ?? "")?.get(to));
  return [
    `The domain imports in a circle: ${cycle.join(" → ")} (${files.join(", ")}). Move what both need into the noun that owns it, or pass it in.`,
  ];
}

/** A folder with more files than this needs subfolders named after what they do. */
const fullestFolder = 40;

/** Flat lists of one kind of file, which subfolders would not make easier to read. */
const flatFolders = new Set(["lib/contracts", "lib/client", "components/composer", "e2e/specs"]);

function checkFolders(sources: Source[]): string[] {
  const counts = new Map<string, number>();
  for (const { path } of sources) {
    const folder = path.split("/").slice(0, -1).join("/");
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .filter(([folder, count]) => count > fullestFolder && !flatFolders.has(folder))
    .map(
      ([folder, count]) =>
        `${folder} has ${count} files, more than ${fullestFolder}: give it subfolders named after what they do.`,
    );
}

/** Every violation, each as a sentence that says where the code belongs. */
export function checkStructure(sources: Source[]): string[] {
  const own = sources.filter(({ path }) => !isGenerated(path));
  const zodFiles = new Set(
    own
      .filter(({ path }) => path.startsWith("lib/contracts/"))
      .filter((source) =>
        importsOf(source).some(({ target, isTypeOnly }) => target === "package:zod" && !isTypeOnly),
      )
      .map(({ path }) => path.replace(/\.ts$/, "")),
  );
  return [
    ...own.flatMap((source) => [
      ...checkArrows(source),
      ...checkServerRooms(source),
      ...checkBrowser(source, zodFiles),
      ...checkFile(source),
    ]),
    ...checkCycles(own),
    ...checkFolders(own),
  ];
}
