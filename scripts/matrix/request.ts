import { operations } from "@/lib/contracts/operations";
import { type OperationName, routes } from "@/lib/contracts/routes";
import type { Call } from "./row";
import { LOCAL } from "./world";

export type Answer = { status: number; code: string | null; text: string; headers: Headers };

/** Calls an operation over HTTP, with these headers, on the studio that testing/own-studio.ts started for the file. */
export async function sendRequest(
  name: OperationName,
  call: Call,
  headers: Record<string, string>,
): Promise<Answer> {
  return toAnswer(await fetch(toRequest(name, call, headers)));
}

/** The operation's request, as a browser or a program would send it. */
export function toRequest(
  name: OperationName,
  call: Call,
  headers: Record<string, string>,
): Request {
  const [method, path] = routes[name];
  const filled = path.replace(/:(\w+)/g, (_, key: string) => call.params?.[key] ?? "");
  const search = new URLSearchParams(call.query).toString();
  const body = call.bytes ?? (call.body === undefined ? undefined : JSON.stringify(call.body));
  return new Request(`${LOCAL.origin}${filled}${search && `?${search}`}`, {
    method,
    body,
    headers: {
      ...LOCAL,
      ...(body !== undefined && {
        "content-type": call.bytes ? "image/png" : "application/json",
      }),
      ...headers,
    },
  });
}

export async function toAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const parsed = (text.startsWith("{") ? JSON.parse(text) : {}) as { code?: string };
  const { status, headers } = response;
  return { status, code: response.ok ? null : (parsed.code ?? ""), text, headers };
}

export const operationNames = Object.keys(operations) as OperationName[];
