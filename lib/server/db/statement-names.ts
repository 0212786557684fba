import "server-only";

/** Each costs some 50 kB per connection in PostgreSQL, and there are some twenty connections. */
const MOST_NAMES = 120;
/** Not every statement is repeated: a list of ids has as many texts as it has lengths. */
const WORTH_A_NAME = 3;
const MOST_COUNTED = 2_000;

/**
 * A statement that begins with this comment gets no name, so that PostgreSQL plans it for its values each time: one for
 * which a rare value needs another plan than a frequent one.
 */
export const PLANNED_BY_VALUES = "/* planned by values */ ";

/**
 * Names for repeated statements, so that PostgreSQL plans each once per connection and not every time
 * (https://www.postgresql.org/docs/current/sql-prepare.html). A statement gets a name the third time, while names are
 * left, and keeps it.
 */
export class StatementNames {
  readonly #names = new Map<string, string>();
  #counts = new Map<string, number>();

  /** The statement's name, or undefined if it has none (yet): then it is planned for this one time. */
  of(sql: string): string | undefined {
    if (sql.startsWith(PLANNED_BY_VALUES)) return undefined;
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
