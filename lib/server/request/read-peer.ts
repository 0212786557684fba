import "server-only";
import { isIP } from "node:net";
import type { Peer } from "@/lib/server/request/peer";
import { getEnv } from "@/lib/server/env";

/** The origin of the request as the browser saw it. */
export type Origin = { protocol: "http" | "https"; host: string };

/**
 * Set by our own server (scripts/serve.ts) on each request, after it dropped incoming headers of these names: the
 * socket's remote address, and "1" if the client sent proxy headers (Next adds some of its own later).
 */
const PEER_HEADER = "x-pentimento-peer";
const FORWARDED_HEADER = "x-pentimento-forwarded";

/** The request's sender, from headers that only our own server sets. */
export function peerOf(headers: Headers): Peer {
  const socketAddress = normalAddress(headers.get(PEER_HEADER) ?? "");
  const address = addressBehindProxies(headers, socketAddress);
  return {
    address: address || "unknown",
    isDirectLoopback:
      isLoopbackAddress(socketAddress) &&
      !cameThroughProxy(headers, socketAddress) &&
      isLoopbackHost(headers.get("host") ?? "") &&
      !hasPublicAddress(),
  };
}

/** The studio's own origin for this request. Proxy headers count only if `TRUSTED_PROXY` is set. */
export function originOf(headers: Headers): Origin {
  const env = getEnv();
  if (env.PENTIMENTO_URL) {
    const url = new URL(env.PENTIMENTO_URL);
    return { protocol: url.protocol === "https:" ? "https" : "http", host: url.host };
  }
  const host = headers.get("host") ?? "";
  if (env.TRUSTED_PROXY === 0) return { protocol: "http", host };
  return {
    protocol: lastOf(headers.get("x-forwarded-proto")) === "https" ? "https" : "http",
    host: lastOf(headers.get("x-forwarded-host")) ?? host,
  };
}

/** Each proxy appends the address it saw, so with n trusted proxies the client is the nth from the right. */
function addressBehindProxies(headers: Headers, socketAddress: string): string {
  const trusted = getEnv().TRUSTED_PROXY;
  if (trusted === 0) return socketAddress;
  const hops = (headers.get("x-forwarded-for") ?? "").split(",").map((hop) => normalAddress(hop));
  return hops.at(-trusted) || hops[0] || socketAddress;
}

function cameThroughProxy(headers: Headers, socketAddress: string): boolean {
  if (headers.get(FORWARDED_HEADER) === "1") return true;
  if (headers.has("forwarded") || headers.has("x-real-ip") || headers.has("via")) return true;
  // Next itself adds x-forwarded-for with the socket's address where none came.
  const forwardedFor = headers.get("x-forwarded-for");
  return forwardedFor !== null && normalAddress(forwardedFor) !== socketAddress;
}

/** A configured public address implies a proxy in front, whatever headers it sends. */
function hasPublicAddress(): boolean {
  const url = getEnv().PENTIMENTO_URL;
  return url !== undefined && !isLoopbackHost(new URL(url).host);
}

function isLoopbackHost(host: string): boolean {
  const name = host.replace(/:\d+$/, "").toLowerCase();
  return name === "localhost" || name === "[::1]" || (isIP(name) === 4 && isLoopbackAddress(name));
}

function isLoopbackAddress(address: string): boolean {
  return address === "::1" || (isIP(address) === 4 && address.startsWith("127."));
}

/** "::ffff:10.0.0.1" is IPv4 on a dual-stack socket; "" for an invalid address. */
function normalAddress(text: string): string {
  const bare = text
    .trim()
    .replace(/^\[(.+)\](:\d+)?$/, "$1")
    .replace(/^::ffff:(?=\d+\.)/i, "");
  return isIP(bare) ? bare.toLowerCase() : "";
}

function lastOf(list: string | null): string | undefined {
  return list?.split(",").at(-1)?.trim() || undefined;
}
