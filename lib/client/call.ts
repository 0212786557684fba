import { workspaceHeaders } from "@/lib/client/workspace";
import type { BodyOf, ParamsOf, QueryOf, ReplyOf } from "@/lib/contracts/operations";
import type { Problem, ProblemCode } from "@/lib/contracts/problems";
import { type OperationName, routes } from "@/lib/contracts/routes";

/** A request that the server refused, or that never reached it (`code: "offline"`). */
export class CallError extends Error {
  constructor(
    readonly code: ProblemCode | "offline",
    readonly problem: Problem | null,
  ) {
    super(code);
    this.name = "CallError";
  }
}

type Input<N extends OperationName> = {
  params?: ParamsOf<N>;
  query?: QueryOf<N>;
  body?: BodyOf<N> | Blob;
  signal?: AbortSignal;
};

/** Calls one operation. Throws CallError; its code has a message under `problems.`. */
export async function call<N extends OperationName>(
  name: N,
  input: Input<N> = {},
): Promise<ReplyOf<N>> {
  const [method, path] = routes[name];
  const response = await fetch(fillPath(path, input.params, input.query), {
    method,
    signal: input.signal,
    ...withHeaders(input.body),
  }).catch((cause: unknown) => {
    if (input.signal?.aborted) throw cause;
    throw new CallError("offline", null);
  });
  if (response.ok) return parseReply<N>(response);
  throw await toCallError(response);
}

function fillPath(path: string, params: unknown, query: unknown): string {
  const filled = path.replace(/:(\w+)/g, (_, key: string) =>
    encodeURIComponent(textOf(params, key)),
  );
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null) search.set(key, String(value));
  }
  return search.size > 0 ? `${filled}?${search.toString()}` : filled;
}

function textOf(params: unknown, key: string): string {
  const value: unknown =
    typeof params === "object" && params !== null ? Reflect.get(params, key) : undefined;
  if (typeof value !== "string") throw new Error(`missing path parameter: ${key}`);
  return value;
}

function withHeaders(body: unknown): RequestInit {
  const headers = workspaceHeaders();
  if (body === undefined || body === null) return { headers };
  if (body instanceof Blob) {
    return {
      body,
      headers: { ...headers, "content-type": body.type || "application/octet-stream" },
    };
  }
  return {
    body: JSON.stringify(body),
    headers: { ...headers, "content-type": "application/json" },
  };
}

/** The only cast: the server validates every reply against the schema of this type. */
async function parseReply<N extends OperationName>(response: Response): Promise<ReplyOf<N>> {
  return (await response.json()) as ReplyOf<N>;
}

async function toCallError(response: Response): Promise<CallError> {
  const problem = (await response.json().catch(() => null)) as Problem | null;
  return new CallError(problem?.code ?? "internal", problem);
}
