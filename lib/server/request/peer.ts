import "server-only";

/** The sender of a request, as far as it is known. */
export type Peer = {
  /** The client's IP address; behind a trusted proxy the one that the proxy saw. "unknown" if our server set none. */
  address: string;
  /**
   * The client runs on this machine: a loopback connection without a proxy, to a loopback host name (a web page could
   * otherwise reach us by DNS rebinding).
   */
  isDirectLoopback: boolean;
};
