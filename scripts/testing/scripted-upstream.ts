import { type ScriptedUpstream, startScriptedUpstream } from "@/e2e/upstream/server";

/**
 * Starts a scripted upstream and sets it in the environment. Call in `vi.hoisted`: settings are read once, on first
 * import.
 */
export async function beginUpstream(): Promise<ScriptedUpstream> {
  const upstream = await startScriptedUpstream();
  process.env["UPSTREAM_API_KEY"] = upstream.apiKey;
  process.env["UPSTREAM_BASE_URL"] = upstream.baseUrl;
  return upstream;
}
