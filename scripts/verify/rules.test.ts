import { expect, test } from "vitest";
import { importsOf } from "./imports";
import { checkStructure } from "./rules";

const served = (path: string, text: string) => ({ path, text: `import "server-only";\n${text}` });

test("imports are found in every form, as paths from the root", () => {
  const text = `
    import "server-only";
    import a, { b } from "@/lib/a";
    import type { T } from "../c";
    export * from "./d";
    import {
      e,
      f,
    } from "zod";
    const g = await import("@/lib/g");
  `;
  expect(importsOf({ path: "lib/x/y.ts", text })).toEqual([
    { target: "package:server-only", isTypeOnly: false },
    { target: "lib/a", isTypeOnly: false },
    { target: "lib/c", isTypeOnly: true },
    { target: "lib/x/d", isTypeOnly: false },
    { target: "package:zod", isTypeOnly: false },
    { target: "lib/g", isTypeOnly: false },
  ]);
});

test.each([
  ["components/a.tsx", 'import { x } from "@/lib/server/db";', /no server/],
  ["components/a.tsx", 'import x from "@/app/page";', /no route/],
  ["lib/client/a.ts", 'import type { X } from "../server/x";', /call\(\) alone/],
  ["lib/contracts/a.ts", 'import { x } from "@/lib/client/call";', /import neither/],
  ["lib/utils/a.ts", 'import { x } from "@/lib/contracts/ids";', /pure/],
  ["components/ui/a.tsx", 'import { x } from "@/components/studio/x";', /further down/],
  ["components/picture/a.tsx", 'const x = import("@/components/viewer/x");', /further down/],
  ["lib/sandbox/a.ts", 'export { x } from "@/lib/server/log";', /wire contract/],
  ["app/a.tsx", '"use client";\nimport { x } from "@/lib/server/db";', /no browser code/],
  ["app/a.ts", "const x = process.env.PORT;", /getEnv\(\)/],
  ["components/a.tsx", 'if (event.key === "Enter") send();', /pressedKey\(\)/],
  ["components/a.tsx", "const { key, shiftKey } = event;", /pressedKey\(\)/],
  [
    "app/a.tsx",
    "const send = () => { if (event.nativeEvent.isComposing) return; };",
    /pressedKey\(\)/,
  ],
  ["components/a.tsx", "if (e.keyCode === 13) send();", /pressedKey\(\)/],
  ["lib/server/a.ts", "export {};", /server-only/],
  ["lib/utils/a.ts", "\n".repeat(300) + "x", /301 lines/],
  ["lib/utils/a.test.ts", '\nvi.mock("./b");', /a process of its own/],
])("%s with %j is refused", (path, text, words) => {
  expect(checkStructure([{ path, text }]).join("\n")).toMatch(words);
});

test.each([
  ["lib/server/imaging/a.ts", 'import { db } from "@/lib/server/db";', /knows pixels/],
  ["lib/server/upstream/a.ts", 'import { x } from "@/lib/server/domain/turns/x";', /no database/],
  ["lib/server/domain/turns/a.ts", 'import { x } from "@/lib/server/http/x";', /neither http/],
  ["lib/server/http/a.ts", 'import { x } from "@/components/x";', /no job/],
  ["lib/server/auth/a.ts", 'import { x } from "@/lib/server/http/x";', /auth is ground/],
  ["lib/server/auth/a.ts", 'import { x } from "@/lib/server/events/x";', /auth is ground/],
  [
    "lib/server/jobs/a.ts",
    'import { x } from "@/lib/server/upstream/send/x";',
    /domain\/generations/,
  ],
  ["lib/server/jobs/a.ts", 'import { x } from "@/lib/server/blobs/store";', /domain\/generations/],
  ["lib/server/domain/turns/a.ts", 'import { x } from "@/lib/server/jobs/x";', /nor jobs/],
  ["lib/server/sign-in/a.ts", 'import { x } from "@/lib/server/jobs/x";', /next-auth/],
  ["lib/server/boot.ts", 'import { x } from "@/components/x";', /no screen/],
  ["lib/server/db/a.ts", 'import { x } from "@/lib/server/domain/turns/x";', /queries belong/],
  ["lib/server/log/a.ts", 'import { x } from "@/lib/server/db";', /below everything/],
  ["lib/server/env/a.ts", 'import { x } from "@/lib/server/log";', /nothing else/],
  ["lib/server/a.ts", "", /move it into the room/],
  ["lib/server/attic/a.ts", "", /attic is no room/],
])("in the server, %s with %j is refused", (path, text, words) => {
  expect(checkStructure([served(path, text)]).join("\n")).toMatch(words);
});

test("browser code may import zod's types, but not zod", () => {
  const contract = { path: "lib/contracts/turns.ts", text: 'import { z } from "zod";' };
  const uses = (how: string) => ({
    path: "components/a.tsx",
    text: `${how} "@/lib/contracts/turns";`,
  });
  expect(checkStructure([contract, uses("import { turn } from")])).toHaveLength(1);
  expect(checkStructure([contract, uses("import type { Turn } from")])).toEqual([]);
});

test("nouns of the domain may import each other, but not in a cycle", () => {
  const turns = served("lib/server/domain/turns/a.ts", 'import { x } from "../images/b";');
  const images = (text: string) => served("lib/server/domain/images/b.ts", text);
  expect(checkStructure([turns, images("")])).toEqual([]);
  expect(checkStructure([turns, images('import { y } from "../turns/a";')]).join()).toMatch(
    /circle: turns → images → turns/,
  );
});

test("code that follows the rules passes", () => {
  expect(
    checkStructure([
      served("lib/server/http/a.ts", 'import { x } from "@/lib/server/domain/turns/x";'),
      { path: "app/a.tsx", text: 'import { X } from "@/components/x"; process.env.NODE_ENV;' },
      { path: "scripts/a.ts", text: "process.env.PORT" },
      { path: "lib/server/generated/prisma/client.ts", text: "process.env.X" },
    ]),
  ).toEqual([]);
});

test("a folder of more than 40 files is refused", () => {
  const files = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ path: `lib/utils/a${n}.ts`, text: "" }));
  expect(checkStructure(files(40))).toEqual([]);
  expect(checkStructure(files(41)).join()).toMatch(/lib\/utils has 41 files/);
});

test("a file that cannot be parsed stops the check", () => {
  expect(() => importsOf({ path: "lib/a.ts", text: "import {" })).toThrow(/lib\/a\.ts/);
});
