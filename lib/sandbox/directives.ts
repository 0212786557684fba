import "server-only";

/** Commands to the sandbox inside a prompt, for tests and for trying out waiting and failures. */
export type Directives = {
  /** Wait this long before answering. */
  slowMs?: number;
  refuse: boolean;
  /** Answer with a question instead of a picture. */
  ask: boolean;
  /** Fail with this HTTP status. */
  fail?: number;
  /** Use this seed instead of a hash of the prompt. */
  seed?: number;
};

const DEFAULT_SLOW_MS = 20_000;
const LONGEST_SLOW_MS = 600_000;

/** Reads `#slow 20s`, `#refuse`, `#fail 502`, `#ask` and `#seed 7`, and removes them from the prompt. */
export function readDirectives(prompt: string): { directives: Directives; rest: string } {
  const directives: Directives = { refuse: false, ask: false };
  const rest = prompt
    .replace(
      /#slow(?:\s+(\d+(?:\.\d+)?)\s*(ms|s|m)?)?(?![\p{L}\d])/giu,
      (_whole, amount?: string, unit?: string) => {
        const factor = unit === "ms" ? 1 : unit === "m" ? 60_000 : 1000;
        directives.slowMs =
          amount === undefined
            ? DEFAULT_SLOW_MS
            : Math.min(LONGEST_SLOW_MS, Number(amount) * factor);
        return " ";
      },
    )
    .replace(/#fail(?:\s+([45]\d\d))?(?!\p{L})/giu, (_whole, status?: string) => {
      directives.fail = status === undefined ? 500 : Number(status);
      return " ";
    })
    .replace(/#seed\s+(\d{1,9})/giu, (_whole, seed: string) => {
      directives.seed = Number(seed);
      return " ";
    })
    .replace(/#refuse(?!\p{L})/giu, () => {
      directives.refuse = true;
      return " ";
    })
    .replace(/#ask(?!\p{L})/giu, () => {
      directives.ask = true;
      return " ";
    });
  return { directives, rest: rest.trim() };
}
