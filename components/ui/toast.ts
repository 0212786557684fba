"use client";

export type ToastOptions = {
  /** A second, quieter line. */
  detail?: string;
  tone?: "plain" | "error";
  action?: { label: string; onSelect: () => void };
  /** Milliseconds; 5,000 unless told, 8,000 with an action. */
  durationMs?: number;
};

type Layer = {
  isWanted: boolean;
  listeners: Set<() => void>;
  ready: Promise<void>;
  open: () => void;
};

const layer: Layer = (() => {
  let open = () => {};
  const ready = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { isWanted: false, listeners: new Set<() => void>(), ready, open };
})();

/** Says something at the window's edge. The toaster (sonner) is fetched with the first one. */
export async function toast(text: string, options: ToastOptions = {}): Promise<void> {
  layer.isWanted = true;
  for (const listener of layer.listeners) listener();
  const [{ toast: show }] = await Promise.all([import("sonner"), layer.ready]);
  const { action } = options;
  const say = options.tone === "error" ? show.error : show;
  say(text, {
    description: options.detail,
    duration: options.durationMs ?? (action ? 8_000 : 5_000),
    action: action ? { label: action.label, onClick: action.onSelect } : undefined,
  });
}

/** For the toaster's slot alone: whether a toast was ever asked for. */
export const toastLayer = {
  subscribe(listener: () => void): () => void {
    layer.listeners.add(listener);
    return () => layer.listeners.delete(listener);
  },
  isWanted: () => layer.isWanted,
  markReady: () => layer.open(),
};
