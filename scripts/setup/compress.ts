import { availableParallelism } from "node:os";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { COMPRESSED_FOLDER, isCompressible, STATIC_FOLDER } from "../serve/static-files.mjs";
import { inRoot } from "./root";

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

/**
 * Compresses the build's static files once, with Brotli and gzip at their highest levels, so that the server only sends
 * bytes. scripts/serve/static-files.mjs reads the result.
 */
export async function compressStaticFiles(): Promise<void> {
  const from = inRoot(STATIC_FOLDER);
  const to = inRoot(COMPRESSED_FOLDER);
  await rm(to, { recursive: true, force: true });
  const names = (await readdir(from, { recursive: true })).filter(isCompressible);
  const compressNext = async (): Promise<void> => {
    for (let name = names.pop(); name !== undefined; name = names.pop()) {
      await compress(path.join(from, name), path.join(to, name));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, compressNext));
}

/** Writes `target.br` and `target.gz`. */
async function compress(source: string, target: string): Promise<void> {
  const bytes = await readFile(source);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  const [brotli, gzipped] = await Promise.all([
    toBrotli(bytes, { params }),
    toGzip(bytes, { level: constants.Z_BEST_COMPRESSION }),
  ]);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(`${target}.br`, brotli);
  await writeFile(`${target}.gz`, gzipped);
}
