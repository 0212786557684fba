import { answerOf, loadCases } from "./cases";
import { startScriptedUpstream } from "./server";

/**
 * Runs the scripted upstream from the command line: replays a case file in order, one case per generation call.
 * node --import tsx e2e/upstream/main.ts [--port 4010] [--key test-key] [--cases FILE] [--only A01,H03]
 * Without `--cases` and `--only` it answers each call with a small image, and takes scripts on /control/.
 */
const args = new Map<string, string>();
for (let at = 2; at < process.argv.length; at += 2) {
  args.set(process.argv[at] ?? "", process.argv[at + 1] ?? "");
}
const upstream = await startScriptedUpstream({
  port: Number(args.get("--port") ?? 4010),
  ...(args.has("--key") ? { apiKey: args.get("--key") } : {}),
});
const file = args.get("--cases");
const only = args.get("--only")?.split(",");
if (file !== undefined || only) {
  const cases = loadCases(file).filter(({ id }) => !only || only.includes(id));
  upstream.script(cases.map(answerOf));
  console.log(`replaying ${cases.length} cases`);
}
console.log(`UPSTREAM_BASE_URL=${upstream.baseUrl}`);
console.log(`UPSTREAM_API_KEY=${upstream.apiKey}`);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void upstream.close().then(() => process.exit(0)));
}
