import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import type { SchemaEngine } from "@prisma/schema-engine-wasm";
import * as glue from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

let isReady: Promise<void> | undefined;

/**
 * The package's entry imports its `.wasm` as a module, which Node supports only behind a flag; this does the same
 * without.
 */
async function instantiate(): Promise<void> {
  const require = createRequire(import.meta.url);
  const file = require
    .resolve("@prisma/schema-engine-wasm/schema_engine_bg")
    .replace(/\.js$/, ".wasm");
  const { instance } = await WebAssembly.instantiate(await readFile(file), {
    "./schema_engine_bg.js": glue as unknown as WebAssembly.ModuleImports,
  });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  // The engine reports a message here before it panics.
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: console.error } });
}

/** PostgreSQL's internal one-byte type, `"char"`, which only its catalog uses. */
const catalogueChar = 18;
const charMark = "\u0000char";

/** Reports `"char"` columns, which the adapter does not know, as text columns with a marked name. */
class CataloguePool extends pg.Pool {
  override query = (async (...args: unknown[]) => {
    const result: pg.QueryResult = await Reflect.apply(pg.Pool.prototype.query, this, args);
    for (const field of result.fields) {
      if (field.dataTypeID !== catalogueChar) continue;
      field.dataTypeID = pg.types.builtins.TEXT;
      field.name += charMark;
    }
    return result;
  }) as pg.Pool["query"];
}

/**
 * Prisma's adapter for `pg`, extended to read the catalog: the engine queries `"char"` columns there, and adapter-pg
 * 7.10 refuses those.
 */
function catalogueAdapter(pool: pg.Pool): SqlMigrationAwareDriverAdapterFactory {
  const factory: SqlMigrationAwareDriverAdapterFactory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const found = await queryRaw(query);
      found.columnNames.forEach((name, at) => {
        if (!name.endsWith(charMark)) return;
        found.columnNames[at] = name.slice(0, -charMark.length);
        found.columnTypes[at] = ColumnTypeEnum.Character;
      });
      return found;
    };
    return adapter;
  };
  return factory;
}

/**
 * Runs `work` with Prisma's schema engine as WebAssembly, connected to one database. Unlike the program that `prisma
 * migrate` fetches, it needs no download. It cannot create a shadow database, so pass an empty one.
 */
export async function withEngine<T>(
  url: string,
  use: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  isReady ??= instantiate();
  await isReady;
  const pool = new CataloguePool({ connectionString: url });
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(catalogueAdapter(pool));
    const engine = await glue.SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter);
    try {
      return await use(engine);
    } finally {
      engine.free();
    }
  } finally {
    await pool.end();
  }
}
