import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { errorCode, Failure } from "../setup/failure";

/** The message for an address that cannot be bound; scripts/serve.mjs uses the same words. */
function complaint(code: string | undefined, host: string, port: number): string | undefined {
  if (code === "EADDRINUSE") {
    return `Port ${port} is taken by another program. Stop it, or choose another with PORT=${port + 1}.`;
  }
  if (code === "EACCES") {
    return `This account may not listen on port ${port}. Choose one above 1023 with PORT=3000.`;
  }
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return `HOST=${host} is not an address of this machine. Set it to 0.0.0.0 or 127.0.0.1.`;
  }
  return undefined;
}

/**
 * Fails before the build, instead of after it, if the port is taken.
 *
 * @throws Failure naming the port and what to do
 */
export async function checkPort(host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => {
      const line = complaint(errorCode(error), host, port);
      reject(line === undefined ? error : new Failure(line));
    });
    server.listen(port, host, () => server.close(() => resolve()));
  });
}

/** The addresses to print: first the local one, then one for other machines in the network. */
export function addresses(host: string, port: number): string[] {
  const isEverywhere = host === "0.0.0.0" || host === "::";
  if (!isEverywhere) return [`http://${host.includes(":") ? `[${host}]` : host}:${port}`];
  const network = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find(({ family, internal }) => family === "IPv4" && !internal);
  return ["localhost", ...(network ? [network.address] : [])].map(
    (name) => `http://${name}:${port}`,
  );
}
