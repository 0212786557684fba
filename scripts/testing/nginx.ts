import { execFile } from "node:child_process";
import { access, chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { inRoot } from "../setup/root";

const run = promisify(execFile);

/** Where Debian and others install it: not on the path of an ordinary user. */
const CANDIDATES = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"];

/** The nginx of this machine; null if there is none. */
export async function findNginx(): Promise<string | null> {
  for (const file of CANDIDATES) {
    const isThere = await access(file).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  return null;
}

/** A port that was free just now. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** The block of `docs/operations.md` that is labelled `nginx`. */
async function readSnippet(): Promise<string> {
  const text = await readFile(inRoot("docs/operations.md"), "utf8");
  const snippet = /^```nginx\n([\s\S]*?)^```$/m.exec(text)?.[1];
  if (snippet === undefined) throw new Error("docs/operations.md has no nginx snippet");
  return snippet;
}

function replaceOnce(text: string, part: string, by: string): string {
  if (text.split(part).length !== 2) throw new Error(`the snippet needs "${part}" once`);
  return text.replace(part, by);
}

/** Runs nginx with the documented snippet, without TLS and on other ports. It listens when this resolves. */
export async function startNginx(
  nginx: string,
  { port, studio }: { port: number; studio: string },
): Promise<{ stop(): Promise<void> }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "pentimento-nginx-"));
  await chmod(folder, 0o755);
  const onPort = replaceOnce(await readSnippet(), "listen 443 ssl;", `listen 127.0.0.1:${port};`);
  const server = replaceOnce(onPort, "http://127.0.0.1:3000", studio);
  const config = path.join(folder, "nginx.conf");
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  await writeFile(
    config,
    [
      `pid ${folder}/nginx.pid;`,
      `error_log ${folder}/error.log;`,
      "events {}",
      "http {",
      "access_log off;",
      ...temporary,
      server,
      "}",
    ].join("\n"),
  );
  const args = ["-p", folder, "-e", `${folder}/error.log`, "-c", config];
  // The first process binds the port, starts the server in the background, and ends.
  await run(nginx, args);
  return {
    async stop() {
      await run(nginx, [...args, "-s", "stop"]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
