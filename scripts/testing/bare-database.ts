import { randomBytes } from "node:crypto";
import { withClient } from "../database/connection";
import { serverVariable } from "./server";

/** An empty database with the locale that PostgreSQL has in the smallest containers: it knows ASCII letters alone. */
export async function withBareDatabase<T>(use: (url: string) => Promise<T>): Promise<T> {
  const server = process.env[serverVariable] ?? "";
  const name = `test_${randomBytes(8).toString("hex")}`;
  const administer = (sql: string) => withClient(server, (client) => client.query(sql));
  await administer(
    `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER libc LOCALE 'C'`,
  );
  try {
    return await use(server.replace("/postgres?", `/${name}?`));
  } finally {
    await administer(`DROP DATABASE ${name} WITH (FORCE)`);
  }
}
