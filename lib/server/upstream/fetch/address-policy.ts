import "server-only";
import { lookup as systemLookup } from "node:dns/promises";
import { isIP, type Socket } from "node:net";
import ipaddr from "ipaddr.js";
import { openSocket } from "../send/socket";

/** The address of a picture is not one that this server may call. Carries no address in its message. */
export class UnsafeUrlError extends Error {
  constructor(readonly reason: string) {
    super(`This address is not allowed: ${reason}`);
    this.name = "UnsafeUrlError";
  }
}

/** All addresses of a host name. */
export type Lookup = (hostname: string) => Promise<string[]>;

/** Where to connect for a checked address and port. Tests send a public-looking address to a local server with it. */
export type Dial = (address: string, port: number) => { address: string; port: number };

export type AddressPolicyOptions = {
  /** The configured upstream; its own origin is always allowed (a relay on a LAN is common). */
  upstreamBaseUrl: string;
  /** `host` or `host:port`, from UPSTREAM_IMAGE_HOSTS; allowed over http and https, at any address. */
  extraHosts: readonly string[];
  lookup?: Lookup;
  dial?: Dial;
  /** Extra certificates to trust (PEM). */
  ca?: string;
};

export type AddressPolicy = {
  /** Parses and checks everything that can be told without a look-up. @throws UnsafeUrlError */
  check(url: string, base?: URL): URL;
  /**
   * Opens a connection for a checked URL: looks its name up, checks every address, and connects to the very address it checked.
   * So a name that changes between look-up and connect gains nothing.
   * @throws UnsafeUrlError, or the network's error
   */
  connect(url: URL, timeoutMs: number, signal: AbortSignal): Promise<Socket>;
};

const lookupAll: Lookup = async (hostname) =>
  (await systemLookup(hostname, { all: true, verbatim: true })).map(({ address }) => address);

/** The one rule about where pictures may come from: see docs/upstream.md, "Fetching pictures". */
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
        // With a base `https:/10.0.0.1/` would be a path of that base; what names a scheme stands for itself.
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
        const place = dial(address, port);
        try {
          return await openSocket({
            isSecure,
            host: place.address,
            port: place.port,
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

/** Names that by their definition mean something in somebody's own network only (RFC 6761, 6762, 8375; ICANN's `.internal`). */
function isLocalName(hostname: string): boolean {
  const name = hostname.replace(/\.$/, "");
  if (isIP(name)) return false;
  return !name.includes(".") || /\.(?:localhost|local|localdomain|internal|home\.arpa)$/.test(name);
}

/** Looks public, but every virtual machine in Azure reaches the services of its own host there. */
const AZURE_HOST_ADDRESS = "168.63.129.16";

/**
 * Public unicast, in whatever notation: everything that is private, local, shared, reserved, multicast, mapped or tunnelled
 * is refused. IPv6 is accepted from the global block 2000::/3 alone.
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
