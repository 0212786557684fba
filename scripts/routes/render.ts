import type { Operation } from "@/lib/contracts/operation";

const HEADER = `// Derived from lib/contracts/operations by \`npm run routes\`; do not edit. The browser imports this table instead of the
// operations, which would bring zod along.

/** Method and path of every operation. */`;

/** The source of lib/contracts/routes.ts. */
export function renderRoutes(operations: Record<string, Operation>): string {
  const rows = Object.entries(operations).map(
    ([name, { method, path }]) => `  "${name}": ["${method}", "${path}"],`,
  );
  return [
    HEADER,
    "export const routes = {",
    ...rows,
    "} as const;",
    "",
    "export type OperationName = keyof typeof routes;",
    "",
  ].join("\n");
}
