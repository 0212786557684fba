"use client";

import { useEffect, useRef, useState } from "react";
import { joinQuery, type SearchText, splitQuery } from "@/components/gallery/search/search-text";
import {
  addressNow,
  useGalleryAddress,
  writeAddress,
} from "@/components/gallery/use-gallery-address";

const TYPING_MS = 220;

/** The search in the field. Typing reaches the address after a pause, everything else at once. */
export function useSearchAddress() {
  const { query } = useGalleryAddress();
  const [search, setSearch] = useState<SearchText>(() => splitQuery(query));
  const [seen, setSeen] = useState(query);
  const [written, setWritten] = useState(query);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // Back, a link, or another view: the field follows the address.
  if (query !== seen) {
    setSeen(query);
    // The text may already be ahead of what it wrote.
    if (query !== written) setSearch(splitQuery(query));
    setWritten(query);
  }
  useEffect(() => () => clearTimeout(timer.current), []);

  const write = (next: SearchText) => {
    const text = joinQuery(next);
    if (text === addressNow().query) return;
    // Back leaves a search as a whole.
    const how = addressNow().query === "" ? "push" : "replace";
    setWritten(text);
    writeAddress(how, { query: text, at: null, image: null });
  };

  const change = (next: SearchText, isTyping: boolean) => {
    setSearch(next);
    clearTimeout(timer.current);
    if (isTyping) timer.current = setTimeout(() => write(next), TYPING_MS);
    else write(next);
  };
  return [search, change] as const;
}
