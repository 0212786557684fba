"use client";

import { type RefObject, useLayoutEffect, useRef } from "react";

/** The value of the latest render, for callbacks that run renders later: a reply, a timer, the end of an upload. */
export function useLatest<Value>(value: Value): RefObject<Value> {
  const latest = useRef(value);
  useLayoutEffect(() => {
    latest.current = value;
  });
  return latest;
}
