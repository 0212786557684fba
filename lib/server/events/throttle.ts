import "server-only";

/** Lets through at most one call each `ms`: the first at once, and the last of those in between once the time is over. */
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
