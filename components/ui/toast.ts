"use client";

export type ToastOptions = {
  /** A second, quieter line. */
  detail?: string;
  tone?: "plain" | "error";
  action?: { label: string; onSelect: () => void };
  /** Milliseconds; default 5,000, or 8,000 with an action. */
  durationMs?: number;
};

/** A notice shown without the toaster when its code could not be loaded. */
export type PlainNotice = { text: string; action: ToastOptions["action"] };

const PLAIN_MS = 10_000;

const listeners = new Set<() => void>();
let isWanted = false;
let ready = makeGate();
let plainNotice: PlainNotice | null = null;
let plainTimer: ReturnType<typeof setTimeout> | undefined;

/** Shows a toast. The toaster (sonner) loads with the first one. */
export async function toast(text: string, options: ToastOptions = {}): Promise<void> {
  isWanted = true;
  notifyListeners();
  const toaster = await Promise.all([import("sonner"), ready.opened]).catch(() => null);
  if (toaster === null) {
    const whole = [text, options.detail].filter(Boolean).join(" ");
    showPlainly({ text: whole, action: options.action });
    return;
  }
  const [{ toast: show }] = toaster;
  const { action } = options;
  const showToast = options.tone === "error" ? show.error : show;
  showToast(text, {
    description: options.detail,
    duration: options.durationMs ?? (action ? 8_000 : 5_000),
    action: action ? { label: action.label, onClick: action.onSelect } : undefined,
  });
}

/** For the toaster slot: whether a toast was requested, and the plain notice if the toaster failed to load. */
export const toastLayer = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  isWanted: () => isWanted,
  plainNotice: () => plainNotice,
  markReady: () => ready.open(),
  /** The toaster failed to load: show pending toasts plainly, and let the next toast try again. */
  markFailed: () => {
    ready.fail();
    ready = makeGate();
    isWanted = false;
    notifyListeners();
  },
};

/** `Promise.withResolvers`, which Node 20 lacks. */
function makeGate() {
  let open = () => {};
  let fail = () => {};
  const opened = new Promise<void>((resolve, reject) => {
    open = resolve;
    fail = () => reject(new Error("the toaster failed to load"));
  });
  return { opened, open: () => open(), fail: () => fail() };
}

function showPlainly(notice: PlainNotice): void {
  plainNotice = notice;
  clearTimeout(plainTimer);
  plainTimer = setTimeout(() => {
    plainNotice = null;
    notifyListeners();
  }, PLAIN_MS);
  notifyListeners();
}

function notifyListeners(): void {
  for (const listener of listeners) listener();
}
