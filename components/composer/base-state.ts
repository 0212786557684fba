/** `seeking`: the picture or instruction is loading. `gone`: it was deleted or is no longer visible to this user. */
export type BaseState = "ready" | "seeking" | "gone";
