import { pathToFileURL } from "node:url";
import { operations } from "@/lib/contracts/operations";
import { type OperationName, routes } from "@/lib/contracts/routes";
import type { RouteHandler } from "@/lib/server/http/endpoint";
import { inRoot } from "../setup/root";
import type { Call } from "./row";
import { LOCAL } from "./world";

export type Answer = { status: number; code: string | null; text: string; headers: Headers };

type Module = Partial<Record<string, RouteHandler>>;

/** The very handler that Next would run for an operation. */
export async function handlerOf(name: OperationName): Promise<RouteHandler> {
  const [method, path] = routes[name];
  const folder = path.replace(/:(\w+)/g, "[$1]");
  const file = pathToFileURL(inRoot(`app${folder}/route.ts`)).href;
  const module = (await import(/* @vite-ignore */ file)) as Module;
  const handler = module[method];
  if (handler === undefined) throw new Error(`${file} answers no ${method}`);
  return handler;
}

/** Calls an operation as it would come over the wire, with these headers. */
export async function knock(
  name: OperationName,
  call: Call,
  headers: Record<string, string>,
): Promise<Answer> {
  const [method, path] = routes[name];
  const filled = path.replace(/:(\w+)/g, (_, key: string) => call.params?.[key] ?? "");
  const search = new URLSearchParams(call.query).toString();
  const body = call.bytes ?? (call.body === undefined ? undefined : JSON.stringify(call.body));
  const request = new Request(`${LOCAL.origin}${filled}${search && `?${search}`}`, {
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
  const response = await (
    await handlerOf(name)
  )(request, {
    params: Promise.resolve(call.params ?? {}),
  });
  const text = await response.text();
  const parsed = (text.startsWith("{") ? JSON.parse(text) : {}) as { code?: string };
  const { status, headers: replied } = response;
  return { status, code: response.ok ? null : (parsed.code ?? ""), text, headers: replied };
}

export const operationNames = Object.keys(operations) as OperationName[];
