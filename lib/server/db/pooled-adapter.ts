import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import type { SqlDriverAdapter, SqlDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import { currentDatabaseUse, databasePool, type DatabaseUse } from "@/lib/server/db/pools";
import { retryConflicts } from "@/lib/server/db/retry-conflicts";

type Options = NonNullable<ConstructorParameters<typeof PrismaPg>[1]>;

/**
 * A driver adapter over all pools: each query and transaction uses the pool that the calling code runs on (see
 * `withDatabaseUse`). A statement outside a transaction is retried here; statements inside one are retried with it, by
 * `inTransaction`.
 */
export function pooledAdapter(options: Options): SqlDriverAdapterFactory {
  const adapters = new Map<DatabaseUse, Promise<SqlDriverAdapter>>();
  const current = (): Promise<SqlDriverAdapter> => {
    const use = currentDatabaseUse();
    const known = adapters.get(use);
    if (known !== undefined) return known;
    const made = new PrismaPg(databasePool(use), options).connect();
    adapters.set(use, made);
    return made;
  };
  const dispose = async () => {
    const open = [...adapters.values()];
    adapters.clear();
    for (const adapter of open) await (await adapter).dispose();
  };
  return {
    provider: "postgres",
    adapterName: "@prisma/adapter-pg",
    async connect() {
      const first = await current();
      return {
        provider: first.provider,
        adapterName: first.adapterName,
        getConnectionInfo: () => first.getConnectionInfo?.() ?? { supportsRelationJoins: false },
        queryRaw: (query) => retryConflicts(async () => (await current()).queryRaw(query)),
        executeRaw: (query) => retryConflicts(async () => (await current()).executeRaw(query)),
        executeScript: async (script) => (await current()).executeScript(script),
        startTransaction: async (isolation) => (await current()).startTransaction(isolation),
        dispose,
      };
    },
  };
}
