import type { AuditLine } from "@/lib/contracts/audit-log";

type Details = AuditLine["details"];
type Value = Details[string];

/**
 * One detail of an audit entry: a value, or a change from one value to another. `key` is null where the act already
 * names it.
 */
export type AuditFact = { key: string | null; from?: string; to: string };

/**
 * Turns an entry's details into facts. `from` and `to` are a change (part by part where they have parts), `nameFrom`
 * and `nameTo` a rename; every other detail keeps its own key.
 */
export function auditFacts(details: Details): AuditFact[] {
  const pairs = new Set(
    Object.keys(details).flatMap((name) => {
      const stem = /^(.*?)(?:from|From)$/.exec(name)?.[1];
      const other = stem === "" ? "to" : `${stem}To`;
      return stem !== undefined && other in details ? [stem] : [];
    }),
  );
  const changes = [...pairs].flatMap((stem) =>
    stem === ""
      ? changesOf(details["from"], details["to"])
      : [change(stem, details[`${stem}From`], details[`${stem}To`])],
  );
  const inPairs = new Set(
    [...pairs].flatMap((stem) => (stem === "" ? ["from", "to"] : [`${stem}From`, `${stem}To`])),
  );
  const rest = Object.entries(details).flatMap(([key, value]) =>
    inPairs.has(key) || value === null ? [] : [{ key, to: textOf(value) }],
  );
  return [...changes, ...rest];
}

function changesOf(from: Value | undefined, to: Value | undefined): AuditFact[] {
  if (!isParts(from) || !isParts(to)) return [change(null, from, to)];
  return Object.keys(to)
    .filter((key) => textOf(from[key]) !== textOf(to[key]))
    .map((key) => change(key, from[key], to[key]));
}

function change(key: string | null, from: Value | undefined, to: Value | undefined): AuditFact {
  return { key, from: textOf(from), to: textOf(to) };
}

function isParts(value: Value | undefined): value is Record<string, Value> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: Value | undefined): string {
  if (value === null || value === undefined) return "none";
  if (Array.isArray(value)) return value.map(textOf).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
