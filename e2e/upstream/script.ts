import type { Transport } from "./transports";

/** One answer of the scripted upstream; also the format of `POST /control/script`. */
export type ScriptedAnswer = {
  status?: number;
  headers?: Record<string, string>;
  /** The body, with placeholders such as `{{PNG_BASE64}}` or `{{ASSET_ORIGIN}}`. */
  template?: string;
  /** The body as JSON; placeholders inside its strings are replaced. */
  json?: unknown;
  transport?: Transport;
  /** The answer waits for `release(gate)` … */
  gate?: string;
  /** … before its first byte (`request`, the default), after its headers, or in the middle of its body. */
  gateAt?: "request" | "headers" | "half";
  assets?: ScriptedAsset[];
};

/** A file that the answer links to. */
export type ScriptedAsset = {
  path: string;
  status?: number;
  headers?: Record<string, string>;
  body_template?: string;
  transport?: Transport;
  /** Answers in order; the last one repeats. */
  sequence?: Pick<ScriptedAsset, "status" | "headers" | "body_template" | "transport">[];
  /** The asset server answers 400 to a request with this header. */
  reject_if_header?: string;
};

/** A generation call as received by the scripted upstream. */
export type RecordedCall = {
  number: number;
  /** When its body was complete, ms since the epoch. */
  at: number;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  isAuthorized: boolean;
  /** The JSON body, or the fields of a multipart body, with images replaced by `<N bytes>`. */
  body: unknown;
  pictures: number;
  bytes: number;
};

/** A request for a file, on either origin. */
export type RecordedFetch = {
  path: string;
  headers: Record<string, string | string[] | undefined>;
};
