import "server-only";

/** Who is at the other end of a request, as far as it can be known. */
export type Peer = {
  /** The client's IP address; behind a trusted proxy the one that the proxy saw. "unknown" if our own server did not say. */
  address: string;
  /**
   * The person sits at this machine: the connection came from loopback, no proxy stands between, and the address
   * in the browser's bar is loopback too (else a web page could reach us through DNS rebinding).
   */
  isDirectLoopback: boolean;
};
