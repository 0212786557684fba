import { CallError } from "@/lib/client/call";
import { uploadFile, type UploadOptions } from "@/lib/client/upload-file";
import { UPLOAD_MAX_BYTES } from "@/lib/contracts/limits";
import type { ImageView } from "@/lib/contracts/images";
import { type Problem, PROBLEMS } from "@/lib/contracts/problems";

/** Uploads the bytes of an image. Throws CallError; refuses a file over the limit before sending it. */
export function uploadImage(file: File, options: UploadOptions): Promise<ImageView> {
  if (file.size > UPLOAD_MAX_BYTES) {
    const { status, title } = PROBLEMS.payload_too_large;
    const code = "payload_too_large" as const;
    const problem: Problem = { type: "about:blank", title, status, code, requestId: "" };
    return Promise.reject(new CallError(code, problem));
  }
  return uploadFile("images.upload", file, options);
}
