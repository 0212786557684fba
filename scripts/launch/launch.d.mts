/** For a program that this process becomes: from now on it handles signals itself. */
export function takeOverSignals(): void;
