import "server-only";

/** Each costs a connection some 50 kB in PostgreSQL, and there are some twenty connections. */
const MOST_NAMES = 120;
/** Not every statement comes again: a list of ids has as many texts as it has lengths. */
const WORTH_A_NAME = 3;
const MOST_COUNTED = 2_000;

/**
 * Names for the statements that come again and again, so that PostgreSQL plans each once per connection and not each time
 * (https://www.postgresql.org/docs/current/sql-prepare.html). The first that have come three times get one, and keep it.
 */
export class StatementNames {
  readonly #names = new Map<string, string>();
  #counts = new Map<string, number>();

  /** The statement's name, or undefined where it has none (yet): then it is planned for this one time. */
  of(sql: string): string | undefined {
    const name = this.#names.get(sql);
    if (name !== undefined || this.#names.size >= MOST_NAMES) return name;
    const count = (this.#counts.get(sql) ?? 0) + 1;
    if (count < WORTH_A_NAME) {
      if (this.#counts.size >= MOST_COUNTED) this.#counts = new Map();
      this.#counts.set(sql, count);
      return undefined;
    }
    this.#counts.delete(sql);
    const given = `p${this.#names.size + 1}`;
    this.#names.set(sql, given);
    return given;
  }
}
