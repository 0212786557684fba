"use client";

import { useEffect, useRef, useSyncExternalStore } from "react";
import type { ImageId } from "@/lib/contracts/ids";
import type { ShareTarget } from "@/lib/contracts/shares";

/** Something that can be shared, and what the dialog shows of it. */
export type Shareable = {
  target: ShareTarget;
  title: string;
  /** Pictures for the preview: the newest of a thread last, the first of a collection first. */
  imageIds: readonly ImageId[];
  count: number;
  /** The instruction of the picture that the preview shows. */
  words: string | null;
  /** A thread: how many pictures its tree has; null where that is not known. */
  treeCount?: number | null;
};

type Offer = { now: () => Shareable | null };

/** What the page shows: a wall offers its selection and its collection, the more specific goes first. */
const offers: Offer[] = [];
const SPECIFIC: ShareTarget["kind"][] = ["selection", "image", "thread", "collection"];
const listeners = new Set<() => void>();
let opened: Shareable | null = null;

function set(shareable: Shareable | null): void {
  opened = shareable;
  for (const listener of listeners) listener();
}

export function openSharing(shareable: Shareable): void {
  set(shareable);
}

/** What is offered now: by the key `S`, and by the palette. */
export function offeredShareable(): Shareable | null {
  const now = offers.flatMap((offer) => offer.now() ?? []);
  const kind = SPECIFIC.find((one) => now.some(({ target }) => target.kind === one));
  return now.findLast(({ target }) => target.kind === kind) ?? null;
}

export function shareOffered(): void {
  const shareable = offeredShareable();
  if (shareable) set(shareable);
}

/** Offers something for as long as the component is mounted. */
export function useOfferSharing(shareable: Shareable | null): void {
  const latest = useRef(shareable);
  useEffect(() => {
    latest.current = shareable;
  });
  useEffect(() => {
    const offer = { now: () => latest.current };
    offers.push(offer);
    return () => {
      offers.splice(offers.indexOf(offer), 1);
    };
  }, []);
}

/** What the dialog shares; null while it is closed. */
export function useOpenedSharing(): [Shareable | null, () => void] {
  const shareable = useSyncExternalStore(
    subscribe,
    () => opened,
    () => null,
  );
  return [shareable, close];
}

const close = () => set(null);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
