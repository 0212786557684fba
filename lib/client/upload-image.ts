import { CallError } from "@/lib/client/call";
import { workspaceHeaders } from "@/lib/client/workspace";
import { UPLOAD_MAX_BYTES } from "@/lib/contracts/limits";
import type { ImageView } from "@/lib/contracts/images";
import { type Problem, PROBLEMS } from "@/lib/contracts/problems";
import { routes } from "@/lib/contracts/routes";

type Options = { onProgress: (share: number) => void; signal: AbortSignal };

/**
 * Uploads the bytes of an image. Uses XMLHttpRequest, because fetch reports no upload progress. Throws CallError;
 * refuses a file over the limit before sending it.
 */
export function uploadImage(file: File, { onProgress, signal }: Options): Promise<ImageView> {
  if (file.size > UPLOAD_MAX_BYTES) {
    const { status, title } = PROBLEMS.payload_too_large;
    const code = "payload_too_large" as const;
    const problem: Problem = { type: "about:blank", title, status, code, requestId: "" };
    return Promise.reject(new CallError(code, problem));
  }
  const [method, path] = routes["images.upload"];
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, `${path}?name=${encodeURIComponent(endOfName(file.name))}`);
    request.setRequestHeader("content-type", file.type || "application/octet-stream");
    for (const [name, value] of Object.entries(workspaceHeaders())) {
      request.setRequestHeader(name, value);
    }
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener("error", () => reject(new CallError("offline", null)));
    request.addEventListener("abort", () => reject(signal.reason));
    request.addEventListener("load", () => {
      if (request.status < 300) resolve(asImage(request.response));
      else reject(asCallError(request.response));
    });
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}

/** The server has validated the reply against the schema of this type. */
function asImage(reply: unknown): ImageView {
  return reply as ImageView;
}

function asCallError(reply: unknown): CallError {
  const problem = reply as Problem | null;
  return new CallError(problem?.code ?? "internal", problem);
}

/** The server accepts 300 characters. Keeps the end with the extension, without splitting a surrogate pair. */
function endOfName(name: string): string {
  return name.normalize("NFC").slice(-300).toWellFormed();
}
