import type { IncomingMessage, ServerResponse } from "node:http";
import { answerOf, loadCases } from "./cases";
import type { Gates } from "./gates";
import { readBody } from "./recorded";
import type { ScriptedAnswer } from "./script";
import type { ScriptedUpstream } from "./server";

type ScriptRequest = { answers?: (ScriptedAnswer | { case: string })[] };

/**
 * HTTP control of the scripted upstream, for tests in another process. `POST /control/script {"answers":[…]}` (an
 * answer, or `{"case":"A01"}`), `POST /control/release {"gate":"…"}`, `POST /control/reset`, `GET /control/calls`
 * (calls, fetches, canary hits, and the number of waiters per gate).
 */
export async function answerControl(
  upstream: ScriptedUpstream,
  gates: Gates,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const reply = (status: number, content: unknown) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(content));
  };
  try {
    const given = body.length > 0 ? (JSON.parse(body.toString()) as unknown) : {};
    switch (`${request.method} ${request.url}`) {
      case "POST /control/script":
        upstream.script(((given as ScriptRequest).answers ?? []).map(resolveCase));
        return reply(200, { ok: true });
      case "POST /control/release":
        upstream.release((given as { gate: string }).gate);
        return reply(200, { ok: true });
      case "POST /control/reset":
        upstream.reset();
        return reply(200, { ok: true });
      case "GET /control/calls":
        return reply(200, {
          calls: upstream.calls(),
          fetches: upstream.fetches(),
          canaryHits: upstream.canaryHits(),
          waiting: gates.waiting(),
        });
      default:
        return reply(404, { error: "no such control" });
    }
  } catch (error) {
    reply(400, { error: (error as Error).message });
  }
}

function resolveCase(answer: ScriptedAnswer | { case: string }): ScriptedAnswer {
  if (!("case" in answer)) return answer;
  const found = loadCases().find(({ id }) => id === answer.case);
  if (!found) throw new Error(`no case ${answer.case}`);
  return answerOf(found);
}
