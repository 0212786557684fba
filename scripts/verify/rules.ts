// The rules of AGENTS.md about where code belongs. Pure functions over sources; scripts/structure.ts reads the files.

export interface Source {
  /** Relative to the repository's root, with forward slashes. */
  path: string;
  text: string;
}

const longestFile = 300;
/** Test files may be longer, because a list of cases has one reason to change. */
const longestTest = 500;

/** Code under `from` may import code under `to`. */
interface Layer {
  from: string;
  to: string[];
  words: string;
}

const browser = ["lib/client/", "lib/contracts/", "lib/utils/"];

/** A file belongs to the first layer whose `from` is a prefix of its path. */
const layers: Layer[] = [
  {
    from: "lib/utils/",
    to: ["lib/utils/"],
    words: "lib/utils is pure and imports nothing else",
  },
  {
    from: "lib/contracts/",
    to: ["lib/contracts/", "lib/utils/"],
    words: "contracts are shared by both sides, so they import neither",
  },
  {
    from: "lib/client/",
    to: browser,
    words: "browser code reaches the server through call() alone",
  },
  {
    from: "components/",
    to: ["components/", "messages/", ...browser],
    words: "components get data from lib/client; they import no server and no route",
  },
  {
    from: "lib/sandbox/",
    to: ["lib/sandbox/"],
    words: "the sandbox is a server of its own that shares only the wire contract with the studio",
  },
  ...["imaging", "upstream", "blobs"].map((name) => ({
    from: `lib/server/${name}/`,
    to: [
      ...[`lib/server/${name}/`, "lib/contracts/", "lib/utils/"],
      ...["env", "log", "clock", "errors", "scrub"].map((file) => `lib/server/${file}.ts`),
      ...(name === "blobs" ? [] : ["lib/server/imaging/"]),
    ],
    words: `lib/server/${name} imports no database and no higher layer; domain/ or jobs/ connect them`,
  })),
  {
    from: "lib/server/domain/",
    to: [
      ...["domain", "upstream", "blobs", "imaging", "events", "auth", "mail", "generated"].map(
        (name) => `lib/server/${name}/`,
      ),
      ...["env", "log", "clock", "errors", "scrub", "db", "i18n", "version"].map(
        (file) => `lib/server/${file}.ts`,
      ),
      ...["lib/contracts/", "lib/utils/"],
    ],
    words: "the domain serves routes and jobs alike, so it imports neither http/ nor jobs/",
  },
  {
    from: "lib/server/",
    to: [
      ...["lib/server/", "lib/contracts/", "lib/utils/", "messages/", "package.json"],
      ...["lib/sandbox/server.ts"],
    ],
    words: "the server imports no screen",
  },
  {
    from: "app/",
    to: ["app/", "components/", "lib/", "messages/"],
    words: "app is the top layer",
  },
];

interface Import {
  target: string;
  isTypeOnly: boolean;
}

const importPattern =
  /(?:^|[\n;])\s*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g;

/** All imports of a source, with local ones as paths from the root without extension. */
export function importsOf({ path, text }: Source): Import[] {
  const folder = path.split("/").slice(0, -1);
  return [...text.matchAll(importPattern)].map(([, type, named, dynamic]) => {
    const name = named ?? dynamic ?? "";
    const isTypeOnly = type !== undefined;
    if (name.startsWith("@/")) return { target: name.slice(2), isTypeOnly };
    if (!name.startsWith(".")) return { target: `package:${name}`, isTypeOnly };
    const parts = [...folder];
    for (const part of name.split("/")) {
      if (part === "..") parts.pop();
      else if (part !== ".") parts.push(part);
    }
    return { target: parts.join("/"), isTypeOnly };
  });
}

function isWithin(target: string, allowed: string): boolean {
  if (!allowed.endsWith(".ts")) return `${target}/`.startsWith(allowed);
  return target === allowed || target === allowed.slice(0, -3);
}

const isTest = (path: string) => /\.(test|fixtures)\.tsx?$/.test(path);
const isGenerated = (path: string) => path.startsWith("lib/server/generated/");

function checkArrows(source: Source): string[] {
  const layer = layers.find(({ from }) => source.path.startsWith(from));
  if (!layer || isTest(source.path)) return [];
  return importsOf(source)
    .filter(({ target }) => !target.startsWith("package:"))
    .filter(({ target }) => !layer.to.some((allowed) => isWithin(target, allowed)))
    .map(({ target }) => `${source.path} imports ${target}: ${layer.words}.`);
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
  const mayReadEnv = path === "lib/server/env.ts" || /^(scripts|e2e)\/|\.config\.ts$/.test(path);
  if (readsEnv && !mayReadEnv && !isTest(path)) {
    complaints.push(
      `${path} reads process.env: only lib/server/env.ts does. Add the setting there and call getEnv().`,
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
      ...checkBrowser(source, zodFiles),
      ...checkFile(source),
    ]),
    ...checkCycles(own),
  ];
}
