import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { trim } from "../trim.mjs";
import { isInstalled, isProductionOnly } from "./installed.mjs";

type Packages = Record<string, { version?: string; dev?: boolean; optional?: boolean }>;

const production: Packages = {
  "node_modules/next": { version: "16.4.6" },
  "node_modules/@img/darwin": { version: "1.0.0", optional: true },
};
const development: Packages = { "node_modules/vitest": { version: "4.1.12", dev: true } };

let root = "";
beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), "pentimento-installed-"));
  await writeLock("package-lock.json", { "": {}, ...production, ...development });
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function writeLock(name: string, packages: Packages): Promise<void> {
  await writeFiles({ [name]: JSON.stringify({ packages }) });
}

async function writeFiles(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), text);
  }
}

const install = (packages: Packages) => writeLock("node_modules/.package-lock.json", packages);
const isReady = () => ({
  production: isInstalled(root, { withDevelopment: false }),
  development: isInstalled(root, { withDevelopment: true }),
});

test("a production installation suffices for programs that need no development packages", async () => {
  const { "node_modules/next": next = {} } = production;
  await install({ "node_modules/next": next });
  expect(isReady()).toEqual({ production: true, development: false });
  expect(isProductionOnly(root)).toBe(true);

  await install({ "node_modules/next": next, ...development });
  expect(isReady()).toEqual({ production: true, development: true });
  expect(isProductionOnly(root)).toBe(false);
});

test("an outdated, an unfinished and a missing installation do not suffice", async () => {
  await install({ "node_modules/next": { version: "16.4.5" }, ...development });
  expect(isReady()).toEqual({ production: false, development: false });
  await rm(path.join(root, "node_modules/.package-lock.json"));
  expect(isReady()).toEqual({ production: false, development: false });
  expect(isProductionOnly(root)).toBe(false);
});

test("without a readable package-lock.json there is no answer", async () => {
  await install(production);
  await writeFile(path.join(root, "package-lock.json"), "<<<<<<<");
  expect(isReady()).toEqual({ production: undefined, development: undefined });
});

const files = {
  "node_modules/next/index.js": "",
  "node_modules/next/index.js.map": "",
  "node_modules/next/index.d.ts": "",
  "node_modules/next/dist/more.d.mts": "",
  "node_modules/@types/node/index.d.ts": "",
  "node_modules/@prisma/client/runtime/query_compiler_fast_bg.postgresql.wasm-base64.mjs": "",
  "node_modules/@prisma/client/runtime/query_compiler_fast_bg.mysql.wasm-base64.mjs": "",
};

const existing = () => Object.keys(files).filter((name) => existsSync(path.join(root, name)));

test("a production installation loses what nothing reads, and then does not suffice for development", async () => {
  await writeFiles(files);
  await install(production);
  expect(trim(root)).toBe(4);
  expect(existing()).toEqual([
    "node_modules/next/index.js",
    "node_modules/@types/node/index.d.ts",
    "node_modules/@prisma/client/runtime/query_compiler_fast_bg.postgresql.wasm-base64.mjs",
  ]);
  expect(trim(root)).toBe(0);
  expect(isReady().production).toBe(true);

  // `npm install` adds development packages without restoring what was deleted.
  await install({ ...production, ...development });
  expect(isReady()).toEqual({ production: true, development: false });
});

test("an installation with development packages stays whole", async () => {
  await writeFiles(files);
  await install({ ...production, ...development });
  expect(trim(root)).toBe(0);
  expect(existing()).toEqual(Object.keys(files));
  expect(await readdir(path.join(root, "node_modules"))).not.toContain(".trimmed");
});
