import { parseArgs } from "node:util";
import { buildApp } from "../setup/build";
import { generateClient } from "../setup/client";
import { errorMessage, explain, exitWith, Failure } from "../setup/failure";
import { type Bench } from "./bench";
import { NotMeasurable, type Row } from "./measurement";
import { type RowResult, toJson, toTable } from "./report";

// `npm run bench`: measures the studio on this machine, each row against its floor in the same run. --json prints a
// single object to stdout, and nothing else; --rows row1,row2 selects rows, --images N makes the
// gallery's history shorter than 100,000. The exit code is 0 whatever the verdicts,
// and 1 if something could not be measured.

const startedAt = Date.now();

/** Progress goes to stderr: stdout is for the result. */
function say(text: string): void {
  console.error(`… ${text}`);
}

async function chooseRows(chosen: string | undefined): Promise<Row[]> {
  const { rows } = await import("./rows");
  if (chosen === undefined) return rows;
  const names = chosen.split(",").map((name) => name.trim());
  const known = rows.map((row) => row.name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new Failure(`No such row: ${unknown.join(", ")}. There are ${known.join(", ")}.`);
  }
  return rows.filter((row) => names.includes(row.name));
}

async function measure(row: Row, bench: Bench): Promise<RowResult> {
  say(row.name);
  try {
    return { row: row.name, measurements: await row.measure(bench) };
  } catch (error) {
    const isFailure = !(error instanceof NotMeasurable);
    if (isFailure) console.error(error);
    const reason = (explain(error) ?? errorMessage(error)).split("\n")[0] ?? "";
    return { row: row.name, notMeasured: reason, isFailure };
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: "boolean", default: false },
      rows: { type: "string" },
      images: { type: "string", default: "100000" },
    },
  });
  const rows = await chooseRows(values.rows);
  say("building the app, if its sources changed");
  await buildApp(() => undefined);

  const { openBench } = await import("./bench");
  const images = Number(values.images);
  if (!Number.isInteger(images) || images < 100) {
    throw new Failure("--images takes a whole number from 100 on.");
  }
  const bench = await openBench(say, { images });
  // Stop the database on Ctrl-C.
  const interrupt = () => void bench.close().finally(() => process.exit(130));
  for (const signal of ["SIGINT", "SIGTERM", "disconnect"]) process.once(signal, interrupt);

  const results: RowResult[] = [];
  try {
    for (const row of rows) results.push(await measure(row, bench));
  } finally {
    await bench.close();
  }
  const tookMs = Date.now() - startedAt;
  if (values.json) console.log(JSON.stringify(toJson(results)));
  else console.log(`\n${toTable(results)}\nIt took ${Math.round(tookMs / 1000)} s.`);
  const hasFailed = results.some((result) => "isFailure" in result && result.isFailure);
  process.exit(hasFailed ? 1 : 0);
}

await generateClient().catch(exitWith); // the rows import it
await main().catch(exitWith);
