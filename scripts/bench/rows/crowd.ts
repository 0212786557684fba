import http from "node:http";
import { text } from "node:stream/consumers";
import pg from "pg";
import { makeToken } from "@/lib/server/auth/access-tokens";
import { db } from "@/lib/server/db";
import { addMember, makeTeam } from "../../testing/team";
import { turnBody } from "../../testing/turn-body";
import type { Bench, Studio } from "../bench";
import type { Measurement, Row } from "../measurement";

const people = 5;
const turnsEach = 100;
const total = people * turnsEach;
const warmUps = 40;
/** Turns per second, on two idle cores. */
const leastPerSecond = 60;

/** How fast a studio accepts turns that five members of one workspace send concurrently. */
export const crowd: Row = {
  name: "crowd",
  measure: (bench) => bench.withStudio({}, (studio) => measure(bench, studio)),
};

async function measure(
  bench: Bench,
  { client: { url }, upstream }: Studio,
): Promise<Measurement[]> {
  const tokens = await makePeople();
  const [first = ""] = tokens;
  // Warm up: compile and connect.
  for (let n = 0; n < warmUps; n += 1) await send(url, first);
  await upstream.next();
  const floor = await measureCommits(bench.databaseUrl);

  const started = performance.now();
  const statuses = await Promise.all(
    tokens.flatMap((token) => Array.from({ length: turnsEach }, () => send(url, token))),
  );
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  const refused = statuses.filter((status) => status !== 202).length;
  return [
    {
      what: `burst of ${total} turns by ${people} people of one workspace, until all are accepted`,
      value: seconds,
      unit: "s",
      floor: { what: `${total} bare commits under one row's lock`, value: floor },
      aim: { of: "value", most: total / leastPerSecond },
      note: `${(total / seconds).toFixed(0)} a second`,
      ...(refused > 0 && { fault: `${refused} of ${total} were refused` }),
    },
  ];
}

/** Access tokens of the members of one team. */
async function makePeople(): Promise<string[]> {
  const { id: workspaceId } = await makeTeam();
  const tokens: string[] = [];
  for (let n = 0; n < people; n += 1) {
    const { userId } = await addMember(workspaceId, "member", `Member ${n + 1}`);
    const { token, tokenHash, ending } = makeToken();
    await db.accessToken.create({
      data: { userId, workspaceId, name: "bench", scopes: ["generate"], tokenHash, ending },
    });
    tokens.push(token);
  }
  return tokens;
}

/** All requests are open at once. Not `fetch`: the processor time that it needs is the studio's here. */
const agent = new http.Agent({ keepAlive: true });

async function send(url: string, token: string): Promise<number> {
  const body = JSON.stringify(turnBody());
  const request = http.request(`${url}/api/turns`, {
    agent,
    method: "POST",
    headers: {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      authorization: `Bearer ${token}`,
    },
  });
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    request.once("response", resolve).once("error", reject).end(body);
  });
  await text(response);
  return response.statusCode ?? 0;
}

/** The minimum cost of numbering the events, in seconds: as many durable commits in sequence. */
async function measureCommits(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("CREATE TABLE bench_numbers AS SELECT 0 AS n");
  const started = performance.now();
  for (let n = 0; n < total; n += 1) await client.query("UPDATE bench_numbers SET n = n + 1");
  const seconds = (performance.now() - started) / 1000;
  await client.end();
  return seconds;
}
