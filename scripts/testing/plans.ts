import pg from "pg";
import { vi } from "vitest";
import { withClient } from "../database/connection";
import { PLANNED_BY_VALUES } from "@/lib/server/db/statement-names";

interface Statement {
  text: string;
  values: unknown[];
}

interface PlanNode {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Actual Rows"?: number;
  "Actual Loops"?: number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Index Recheck"?: number;
  Plans?: PlanNode[];
}

/** One access to a table in a plan. */
export interface Scan {
  how: string;
  table: string;
  index: string | undefined;
  /** Rows that were fetched, those that a filter removed included. */
  rowsRead: number;
}

/** A statement with the scans of its plans. */
export interface Explained {
  text: string;
  /** As it ran with its values. */
  scans: Scan[];
  /** As PostgreSQL may plan it once it has a name: without values. Empty for one that never gets a name. */
  namedScans: Scan[];
}

/** Runs `work` and explains every SELECT that it sent. */
export async function explainAll(work: () => Promise<unknown>): Promise<Explained[]> {
  const statements = await statementsOf(work);
  return withClient(process.env.DATABASE_URL ?? "", async (client) => {
    const explained: Explained[] = [];
    for (const { text, values } of statements) {
      const ran = await explain(client, "ANALYZE, TIMING OFF, BUFFERS OFF", text, values);
      const isNamed = !text.startsWith(PLANNED_BY_VALUES);
      const named = isNamed ? await explain(client, "GENERIC_PLAN", text, []) : undefined;
      explained.push({
        text,
        scans: scansOf(ran),
        namedScans: named === undefined ? [] : scansOf(named),
      });
    }
    return explained;
  });
}

async function explain(
  client: pg.Client,
  options: string,
  text: string,
  values: unknown[],
): Promise<PlanNode> {
  const sql = `EXPLAIN (${options}, FORMAT JSON) ${text}`;
  const { rows } = await (values.length > 0 ? client.query(sql, values) : client.query(sql));
  return rows[0]["QUERY PLAN"][0].Plan;
}

/** The SELECTs that are sent while `work` runs. */
async function statementsOf(work: () => Promise<unknown>): Promise<Statement[]> {
  const sent = await sentDuring(work);
  return sent.filter(({ text }) => /^(\/\*.*?\*\/)?\s*(SELECT|WITH)\b/i.test(text));
}

/** All that this process sends to PostgreSQL while `work` runs, in order. */
export async function sentDuring(work: () => Promise<unknown>): Promise<Statement[]> {
  const spy = vi.spyOn(pg.Client.prototype, "query");
  try {
    await work();
    return spy.mock.calls.map(([first]: unknown[]) => {
      const config = typeof first === "string" ? { text: first } : (first as Partial<Statement>);
      const { text = "", values = [] } = config;
      return { text, values };
    });
  } finally {
    spy.mockRestore();
  }
}

function scansOf(node: PlanNode): Scan[] {
  const below = (node.Plans ?? []).flatMap(scansOf);
  const table = node["Relation Name"];
  if (table === undefined) return below;
  const read =
    (node["Actual Rows"] ?? 0) +
    (node["Rows Removed by Filter"] ?? 0) +
    (node["Rows Removed by Index Recheck"] ?? 0);
  const rowsRead = Math.round(read * (node["Actual Loops"] ?? 1));
  return [{ how: node["Node Type"], table, index: node["Index Name"], rowsRead }, ...below];
}
