import "server-only";
import { lookup as systemLookup } from "node:dns/promises";
import { isIP, type Socket } from "node:net";
import ipaddr from "ipaddr.js";
import { openSocket } from "../send/socket";

/** This server must not connect to the image's address. The message carries no address. */
export class UnsafeUrlError extends Error {
  constructor(readonly reason: string) {
    super(`This address is not allowed: ${reason}`);
    this.name = "UnsafeUrlError";
  }
}

/** Resolves a host name to all its addresses. */
export type Lookup = (hostname: string) => Promise<string[]>;

/** Where to connect for a checked address and port. Tests use it to map a public address to a local server. */
export type Dial = (address: string, port: number) => { address: string; port: number };

export type AddressPolicyOptions = {
  /** The configured upstream. Its own origin is always allowed, because a relay on a LAN is common. */
  upstreamBaseUrl: string;
  /** `host` or `host:port`, from UPSTREAM_IMAGE_HOSTS. Allowed over http and https, at any address. */
  extraHosts: readonly string[];
  lookup?: Lookup;
  dial?: Dial;
  /** Extra certificates to trust (PEM). */
  ca?: string;
};

export type AddressPolicy = {
  /**
   * Parses a URL and runs every check that needs no DNS lookup.
   * @throws UnsafeUrlError
   */
  check(url: string, base?: URL): URL;
  /**
   * Opens a connection for a checked URL: resolves the name, checks every address, and connects to an address it
   * checked. This prevents DNS rebinding.
   * @throws UnsafeUrlError, or the network's error
   */
  connect(url: URL, timeoutMs: number, signal: AbortSignal): Promise<Socket>;
};

const lookupAll: Lookup = async (hostname) =>
  (await systemLookup(hostname, { all: true, verbatim: true })).map(({ address }) => address);

/** The policy for image addresses: see docs/upstream.md, "Fetching pictures". */
export function createAddressPolicy(options: AddressPolicyOptions): AddressPolicy {
  const lookup = options.lookup ?? lookupAll;
  const dial: Dial = options.dial ?? ((address, port) => ({ address, port }));
  const upstream = new URL(options.upstreamBaseUrl);
  const trusted = trustedEndpoints(upstream, options.extraHosts);

  const isTrusted = ({ protocol, hostname, port }: URL) =>
    trusted.has(endpointKey(protocol, hostname, port));

  return {
    check(text, base = upstream) {
      let url: URL;
      try {
        // With a base, `https:/10.0.0.1/` would parse as a path below it, so text with a scheme is parsed on its own.
        url = /^\s*[a-z][\w+.-]*:/i.test(text) ? new URL(text) : new URL(text, base);
      } catch {
        throw new UnsafeUrlError("it is not an address");
      }
      if (url.protocol !== "https:" && url.protocol !== "http:") {
        throw new UnsafeUrlError("only https is fetched");
      }
      if (url.username || url.password) throw new UnsafeUrlError("it carries a user name");
      if (isTrusted(url)) return url;
      if (url.protocol !== "https:") throw new UnsafeUrlError("only https is fetched");
      if (url.port !== "") throw new UnsafeUrlError("only port 443 is fetched");
      const literal = unbracketed(url.hostname);
      if (isLocalName(literal)) throw new UnsafeUrlError("it is not on the public internet");
      if (isIP(literal) && !isPublicAddress(literal)) {
        throw new UnsafeUrlError("it is not on the public internet");
      }
      return url;
    },

    async connect(url, timeoutMs, signal) {
      const isSecure = url.protocol === "https:";
      const hostname = unbracketed(url.hostname);
      const port = Number(url.port) || (isSecure ? 443 : 80);
      const addresses = isIP(hostname) ? [hostname] : await lookup(hostname);
      if (!isTrusted(url) && !addresses.every(isPublicAddress)) {
        throw new UnsafeUrlError("it is not on the public internet");
      }
      let lastError: unknown = new Error("the name has no address");
      for (const address of addresses.slice(0, MAX_ADDRESSES)) {
        const target = dial(address, port);
        try {
          return await openSocket({
            isSecure,
            host: target.address,
            port: target.port,
            servername: isIP(hostname) ? "" : hostname,
            ca: options.ca,
            timeoutMs,
            signal,
          });
        } catch (error) {
          if (signal.aborted) throw error;
          lastError = error;
        }
      }
      throw lastError;
    },
  };
}

const MAX_ADDRESSES = 4;

/** Names reserved for private networks (RFC 6761, 6762, 8375; ICANN's `.internal`). */
function isLocalName(hostname: string): boolean {
  const name = hostname.replace(/\.$/, "");
  if (isIP(name)) return false;
  return !name.includes(".") || /\.(?:localhost|local|localdomain|internal|home\.arpa)$/.test(name);
}

/** Looks public, but every Azure virtual machine reaches its host's services there. */
const AZURE_HOST_ADDRESS = "168.63.129.16";

/**
 * Public unicast, in any notation. Private, local, shared, reserved, multicast, mapped and tunnelled addresses are
 * refused. IPv6 is accepted from the global block 2000::/3 only.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== "unicast" || parsed.toString() === AZURE_HOST_ADDRESS) return false;
  return parsed.kind() === "ipv4" || parsed.match(ipaddr.parseCIDR("2000::/3"));
}

function trustedEndpoints(upstream: URL, extraHosts: readonly string[]): Set<string> {
  const keys = new Set([endpointKey(upstream.protocol, upstream.hostname, upstream.port)]);
  for (const host of extraHosts) {
    for (const protocol of ["https:", "http:"]) {
      const address = `${protocol}//${host.trim()}/`;
      if (!URL.canParse(address)) continue;
      const { hostname, port } = new URL(address);
      if (hostname) keys.add(endpointKey(protocol, hostname, port));
    }
  }
  return keys;
}

function endpointKey(protocol: string, hostname: string, port: string): string {
  const standard = protocol === "https:" ? "443" : "80";
  return `${protocol}//${unbracketed(hostname).toLowerCase()}:${port || standard}`;
}

/** `[::1]` → `::1`. */
function unbracketed(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "");
}
