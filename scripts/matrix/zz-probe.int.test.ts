import { beforeAll, expect, test } from "vitest";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { log } from "@/lib/server/log";
import { knock } from "./knock";
import { rows } from "./rows";
import { makeWorld } from "./world";
beforeAll(async () => { log.level = "silent"; await prepareQueue(); });
test("x", async () => {
  const world = await makeWorld();
  const h = await world.headersOf("owner");
  for (const bad of ["a\u0000b", "a\ud800b"]) {
    for (const n of ["threads.update","workspaces.create","account.update"] as const) {
      const call = await rows[n].make(world, "own");
      const key = n === "threads.update" ? "title" : "name";
      console.log(JSON.stringify(bad), n, (await knock(n, { ...call, body: { [key]: bad } }, h)).text.slice(0,300));
    }
    const call = await rows["turns.create"].make(world, "own");
    console.log((await knock("turns.create", { ...call, body: { ...(call.body as object), threadId: null, parentTurnId: null, prompt: bad } }, h)).text.slice(0,300));
    for (const key of ["prompt"] ) console.log((await knock("images.upload", { ...(await rows["images.upload"].make(world,"own")), query: { name: bad } }, h)).text.slice(0,200));
    console.log((await knock("threads.list", { query: { search: bad } }, h)).text.slice(0,200));
    console.log((await knock("audit.list", { query: { search: bad, q: bad } }, h)).text.slice(0,200));
  }
});
