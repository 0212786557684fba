import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import sharp from "sharp";
import { inRoot } from "@/scripts/setup/root";
import { picture } from "../fixtures/answers";
import { makeToken } from "../fixtures/openai-compat";
import { expect, test } from "../fixtures/test";

// Runs the examples of docs/api.md that are marked as tested, exactly as printed; only the address and the token are
// set.

/** The code block after a mark. */
async function exampleOf(language: "sh" | "js"): Promise<string> {
  const docs = await readFile(inRoot("docs/api.md"), "utf8");
  const block = new RegExp(`<!-- tried: ${language} -->\n\`\`\`${language}\n([\\s\\S]*?)\n\`\`\``);
  const code = block.exec(docs)?.[1];
  if (code === undefined) throw new Error(`docs/api.md has no ${language} to try`);
  return code;
}

function run(command: string, args: string[], cwd: string, env: Record<string, string>) {
  return new Promise<{ code: number | null; printed: string }>((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env } });
    let printed = "";
    child.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, printed }));
  });
}

for (const language of ["sh", "js"] as const) {
  test(`the ${language} example makes a picture, downloads it and refines it`, async ({
    studio,
  }) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), "pentimento-docs-"));
    try {
      studio.upstream.script([await picture(140, 320, 180), await picture(30, 320, 180)]);
      const file = path.join(folder, language === "sh" ? "draw.sh" : "draw.mjs");
      await writeFile(file, await exampleOf(language));
      const env = { STUDIO: studio.url, TOKEN: await makeToken(studio.api, ["read", "generate"]) };
      const program = language === "sh" ? "bash" : process.execPath;
      const { code, printed } = await run(program, [file], folder, env);
      expect(printed).not.toMatch(/error/i);
      expect(code).toBe(0);
      for (const name of ["lighthouse.png", "night.png"]) {
        const { width, height } = await sharp(path.join(folder, name)).metadata();
        expect({ name, width, height }).toEqual({ name, width: 320, height: 180 });
      }
      const calls = studio.upstream.calls();
      expect(calls.map(({ pictures }) => pictures)).toEqual([0, 1]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}
