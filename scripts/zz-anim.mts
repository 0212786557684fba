import { chromium } from "playwright/test";
import { chromiumArgs } from "./test/chromium-args";
import fs from "node:fs";
import { execSync } from "node:child_process";
const css = fs.readFileSync("components/picture/picture.module.css", "utf8");
const hash =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9QzwAEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC";
const base = `body{margin:0;background:#fbfaf7;--ink:#1b1a17;--plate:#efece5}.g{display:grid;grid-template-columns:1fr 1fr;gap:8px;width:720px;margin:auto}.p{position:relative;overflow:hidden;aspect-ratio:1.5;background:var(--plate);isolation:isolate}.bar{position:absolute;left:0;right:0;bottom:0;height:2px}@keyframes breathe{50%{opacity:.45}}.br{animation:breathe 2s steps(6) infinite;height:2px;background:red;transform:scaleX(1)}.br60{animation:breathe 2s ease-in-out infinite;height:2px;background:red}.pr{height:2px;background:red;transform-origin:left;transition:transform 500ms steps(2)}.pr60{height:2px;background:red;transform-origin:left;transition:transform 500ms linear}`;
const plate = (b: string, bar: string) =>
  `<div class=p><span style="position:absolute;inset:0;overflow:hidden">${b}</span><div class=bar>${bar}</div></div>`;
const drift = `<span class=drift></span>`,
  mem = `<span class=memory><img src="${hash}" class=blurred></span>`;
const variants: Record<string, [string, string]> = {
  none: ["", ""],
  drift: [drift, ""],
  drift8x: [drift, ""],
  memory: [mem, ""],
  breathe: ["", "<div class=br></div>"],
  breathe60: ["", "<div class=br60></div>"],
  progress: ["", "<div class=pr></div>"],
  progress60: ["", "<div class=pr60></div>"],
  all: [mem, "<div class=pr></div>"],
};
const cpu = (root: number) => {
  const out = execSync("ps -eo pid,ppid")
    .toString()
    .trim()
    .split("\n")
    .slice(1)
    .map((l) => l.trim().split(/\s+/).map(Number));
  const kids = new Set([root]);
  let n = 0;
  do {
    n = kids.size;
    for (const [p, pp] of out) if (kids.has(pp!)) kids.add(p!);
  } while (kids.size > n);
  let t = 0;
  for (const p of kids) {
    try {
      const f = fs.readFileSync(`/proc/${p}/stat`, "utf8").split(") ").at(-1)!.split(" ");
      t += Number(f[11]) + Number(f[12]);
    } catch {}
  }
  return t * 10;
};
async function main() {
  const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: chromiumArgs });
  const root = Number(execSync(`pgrep -P ${process.pid} -f chromium | head -1`).toString());
  for (const n of [1, 8])
    for (const [k, [bd, bar]] of Object.entries(variants)) {
      if (k === "drift8x") continue;
      const ctx = await b.newContext({ viewport: { width: 1440, height: 900 } });
      const page = await ctx.newPage();
      await page.setContent(
        `<style>${base}${css}</style><div class=g style="${n === 1 ? "grid-template-columns:1fr" : ""}">${plate(bd, bar).repeat(n)}</div><script>let v=.1;setInterval(()=>{v+=.01;document.querySelectorAll('.pr,.pr60').forEach(e=>e.style.transform='scaleX('+v+')')},500)</script>`,
      );
      await page.waitForTimeout(1000);
      const a = cpu(root),
        t = Date.now();
      await page.waitForTimeout(3000);
      console.log(n, k, Math.round(((cpu(root) - a) / (Date.now() - t)) * 100) + "% of a core");
      await ctx.close();
    }
  await b.close();
}
void main();
