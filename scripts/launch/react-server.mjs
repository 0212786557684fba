// A resolve hook: what `--conditions=react-server` does, for a process that was started without it. The server's code
// imports "server-only", which throws under any other condition.

/** @type {import("node:module").ResolveHook} */
export function resolve(specifier, context, nextResolve) {
  return nextResolve(specifier, {
    ...context,
    conditions: [...context.conditions, "react-server"],
  });
}
