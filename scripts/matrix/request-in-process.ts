import { pathToFileURL } from "node:url";
import { type OperationName, routes } from "@/lib/contracts/routes";
import type { RouteHandler } from "@/lib/server/http/endpoint";
import { inRoot } from "../setup/root";
import { type Answer, toAnswer, toRequest } from "./request";
import type { Call } from "./row";

type Module = Partial<Record<string, RouteHandler>>;

/** The handler that Next would run for an operation. */
async function handlerOf(name: OperationName): Promise<RouteHandler> {
  const [method, path] = routes[name];
  const folder = path.replace(/:(\w+)/g, "[$1]");
  const file = pathToFileURL(inRoot(`app${folder}/route.ts`)).href;
  const module = (await import(/* @vite-ignore */ file)) as Module;
  const handler = module[method];
  if (handler === undefined) throw new Error(`${file} answers no ${method}`);
  return handler;
}

/** Calls an operation's handler in this process, for tests that capture the process's output. */
export async function requestInProcess(
  name: OperationName,
  call: Call,
  headers: Record<string, string>,
): Promise<Answer> {
  const handler = await handlerOf(name);
  const params = Promise.resolve(call.params ?? {});
  return toAnswer(await handler(toRequest(name, call, headers), { params }));
}
