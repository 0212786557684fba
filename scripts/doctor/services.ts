import { connect as connectTcp } from "node:net";
import { connect as connectTls } from "node:tls";
import type pg from "pg";
import type { Settings } from "@/lib/server/env";
import { errorCode, errorMessage } from "../setup/failure";
import { type Finding, ok, wrong } from "./finding";

const PATIENCE_MS = 5_000;

interface Endpoint {
  host: string;
  port: number;
  isTls: boolean;
}

/** Opens and closes a connection, verifying the certificate for TLS. Sends nothing. */
function reach({ host, port, isTls }: Endpoint): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = isTls
      ? connectTls({ host, port, servername: /^[\d.]+$|:/.test(host) ? undefined : host })
      : connectTcp({ host, port });
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error("no answer within 5 s")));
    socket.once("error", reject);
    socket.once(isTls ? "secureConnect" : "connect", () => {
      socket.destroy();
      resolve();
    });
  });
}

function endpointOf(address: string, ports: Record<string, number>, tls: string): Endpoint {
  const { hostname, port, protocol } = new URL(address);
  return {
    host: hostname.replace(/^\[(.+)\]$/, "$1"),
    port: Number(port) || (ports[protocol] ?? 0),
    isTls: protocol === tls,
  };
}

async function checkReach(check: string, endpoint: Endpoint, remedy: string): Promise<Finding> {
  const where = `${endpoint.host}:${endpoint.port}`;
  try {
    await reach(endpoint);
    return ok(
      check,
      `${where} can be reached${endpoint.isTls ? ", its certificate is valid" : ""}`,
    );
  } catch (error) {
    const reason = errorCode(error) ?? errorMessage(error);
    return wrong(check, `${where} cannot be reached (${reason})`, remedy);
  }
}

/** Checks which key pays, and whether the upstream is reachable. Makes no call; `upstream check` does. */
export async function checkUpstreamReach(
  settings: Settings,
  client: pg.Client | null,
): Promise<Finding[]> {
  const ownKeys = client === null ? 0 : await countKeys(client);
  const hasKey = settings.UPSTREAM_API_KEY !== undefined;
  const others = ownKeys > 0 ? `; ${ownKeys} people or workspaces have their own` : "";
  const key = ok(
    "key",
    (hasKey ? "UPSTREAM_API_KEY is set" : "no UPSTREAM_API_KEY: the sandbox answers") + others,
  );
  if (!hasKey && ownKeys === 0) return [key];
  const endpoint = endpointOf(settings.UPSTREAM_BASE_URL, { "https:": 443, "http:": 80 }, "https:");
  const remedy = "Check UPSTREAM_BASE_URL, the firewall and DNS; then run `upstream check`.";
  return [key, await checkReach("upstream", endpoint, remedy)];
}

async function countKeys(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM "UpstreamKey"`,
  );
  return rows[0]?.count ?? 0;
}

/** Checks the mail server, if configured. */
export async function checkMail({ SMTP_URL }: Settings): Promise<Finding> {
  if (SMTP_URL === undefined) {
    return ok("mail", "no SMTP_URL: the instance owner passes links on");
  }
  const endpoint = endpointOf(SMTP_URL, { "smtps:": 465, "smtp:": 587 }, "smtps:");
  return checkReach("mail", endpoint, "Check SMTP_URL and the firewall's outgoing rules.");
}
