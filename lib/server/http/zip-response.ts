import "server-only";

/** A ZIP to save as "STEM-2026-11-30.zip". */
export function zipResponse(stream: ReadableStream<Uint8Array>, stem: string, now: Date): Response {
  const day = now.toISOString().slice(0, 10);
  return new Response(stream, {
    headers: {
      "cache-control": "no-store",
      "content-type": "application/zip",
      "content-disposition": `attachment; filename="${stem}-${day}.zip"`,
      "x-content-type-options": "nosniff",
    },
  });
}
