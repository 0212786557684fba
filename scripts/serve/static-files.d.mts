import type { IncomingMessage, ServerResponse } from "node:http";

export const STATIC_FOLDER: string;
export const COMPRESSED_FOLDER: string;
/** Whether compression is worthwhile; fonts and images are compressed already. */
export function isCompressible(name: string): boolean;
/** Whether a content coding is acceptable by an Accept-Encoding header. */
export function accepts(header: string, coding: string): boolean;
/** A handler for prepared static files. It returns false, having sent nothing, for any other request. */
export function staticFiles(
  root: string,
): (req: IncomingMessage, res: ServerResponse) => Promise<boolean>;
