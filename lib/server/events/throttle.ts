import "server-only";

/**
 * Limits `run` to one call per `ms`: the first call runs at once, and calls in between run once when the time is over.
 */
export function throttle(run: () => void, ms: number): () => void {
  let timer: NodeJS.Timeout | null = null;
  let isAskedAgain = false;
  const go = () => {
    isAskedAgain = false;
    run();
    timer = setTimeout(() => {
      timer = null;
      if (isAskedAgain) go();
    }, ms).unref();
  };
  return () => {
    if (timer === null) go();
    else isAskedAgain = true;
  };
}
