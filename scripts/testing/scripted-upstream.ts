import { type ScriptedUpstream, startScriptedUpstream } from "@/e2e/upstream/server";

/**
 * A scripted upstream, named to the code as the real one is. Settings are read once: to be called before anything else is
 * loaded, in `vi.hoisted`.
 */
export async function beginUpstream(): Promise<ScriptedUpstream> {
  const upstream = await startScriptedUpstream();
  process.env["UPSTREAM_API_KEY"] = upstream.apiKey;
  process.env["UPSTREAM_BASE_URL"] = upstream.baseUrl;
  return upstream;
}
