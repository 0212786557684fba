"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { defaultExpiry, endOf, type Expiry } from "@/components/links/dialog/expiry";
import { useFormProblem } from "@/components/ui/use-form-problem";
import { call } from "@/lib/client/call";
import { copyText } from "@/lib/client/copy-text";
import { keys } from "@/lib/client/query-keys";
import type { BodyOf } from "@/lib/contracts/operations";
import {
  PRESET_RIGHTS,
  type ShareAudience,
  type ShareDownloads,
  type SharePreset,
  SHOWN_BY_DEFAULT,
} from "@/lib/contracts/share-choices";
import type { SharePolicy, ShareTarget, ShareView } from "@/lib/contracts/shares";

export type Shows = ShareView["shows"];

/** The choices of the dialog. */
export type Choices = {
  preset: SharePreset;
  mode: "live" | "snapshot";
  expiry: Expiry;
  audience: ShareAudience;
  /** To be set with a new link; an existing one has its own, which nobody can read. */
  password: string | null;
  shows: Shows;
  downloads: ShareDownloads;
  reviewHold: boolean;
  mayContinue: boolean;
};

function firstChoices(policy: SharePolicy): Choices {
  return {
    preset: "show",
    mode: "live",
    expiry: defaultExpiry(policy.maxDays),
    audience: policy.publicAllowed ? "anyone" : "members",
    password: policy.passwordRequired ? "" : null,
    shows: SHOWN_BY_DEFAULT,
    downloads: "off",
    reviewHold: false,
    mayContinue: PRESET_RIGHTS.show.mayContinue,
  };
}

function choicesOf(share: ShareView): Choices {
  const { preset, mode, audience, shows, downloads, reviewHold, mayContinue } = share;
  const expiry: Expiry = share.expiresAt === null ? "never" : `at ${share.expiresAt}`;
  return {
    ...{ preset, mode, audience, shows, downloads, reviewHold, mayContinue },
    expiry,
    password: null,
  };
}

/** What a preset chooses of what can also be chosen by itself. */
function rightsOf(preset: SharePreset): Pick<Choices, "downloads" | "mayContinue"> {
  const { downloads, mayContinue } = PRESET_RIGHTS[preset];
  return { downloads, mayContinue };
}

/**
 * The choices of a link: before it is made they wait, afterwards each change is stored at once.
 * @param first the link to change; null for a new one
 */
export function useShareForm(policy: SharePolicy, first: ShareView | null) {
  const client = useQueryClient();
  const [share, setShare] = useState(first);
  const [choices, setChoices] = useState(() => (first ? choicesOf(first) : firstChoices(policy)));
  const [isWorking, setWorking] = useState(false);
  const [isCopied, setCopied] = useState(false);
  const { problem, report, clear } = useFormProblem();

  const run = async <Value>(work: () => Promise<Value>): Promise<Value | null> => {
    clear();
    setWorking(true);
    try {
      return await work();
    } catch (error) {
      report(error);
      return null;
    } finally {
      setWorking(false);
      void client.invalidateQueries({ queryKey: keys.shares() });
    }
  };
  const settle = (next: ShareView) => {
    setShare(next);
    setChoices({ ...choicesOf(next), password: null });
  };
  /** Only the reply to the latest change counts: an earlier one would undo it on screen. */
  const changes = useRef(0);
  const store = async (body: BodyOf<"shares.update">) => {
    if (share === null) return;
    const change = ++changes.current;
    const params = { shareId: share.id };
    const stored = await run(() => call("shares.update", { params, body }));
    if (change === changes.current) settle(stored ?? share);
  };
  const copy = async (url: Promise<string>) => {
    const isDone = await copyText(url);
    setCopied(isDone);
    return isDone;
  };

  return {
    share,
    choices,
    problem,
    isWorking,
    isCopied,
    change: (change: Partial<Choices>) => {
      setCopied(false);
      const rights = change.preset && rightsOf(change.preset);
      const next = { ...choices, ...rights, ...change };
      setChoices(next);
      const { expiry, password, ...rest } = change;
      const body = {
        ...rest,
        ...(expiry !== undefined && { expiresAt: endOf(expiry, Date.now()) }),
      };
      if (password === undefined) void store(body);
    },
    /** Sets the password of a link that exists; null removes it. */
    setPassword: (password: string | null) => void store({ password }),
    /** Makes the link and copies its address in one click. */
    create: (target: ShareTarget) => {
      const { expiry, password, ...rest } = choices;
      const body = {
        ...rest,
        target,
        expiresAt: endOf(expiry, Date.now()),
        ...(password !== null && { password }),
      };
      const made = run(async () => {
        const { share: next, url } = await call("shares.create", { body });
        settle(next);
        return url;
      });
      const url = made.then((value) => {
        if (value === null) throw new Error("no link was made");
        return value;
      });
      copy(url).catch(() => setCopied(false));
    },
    copyUrl: () => {
      if (share !== null && share.url !== null) void copy(Promise.resolve(share.url));
    },
    updateSnapshot: () => {
      if (share === null) return;
      const params = { shareId: share.id };
      void run(async () => settle(await call("shares.snapshot", { params, body: {} })));
    },
    /** Leaves the link as it is, to make another. */
    startOver: () => {
      setShare(null);
      setChoices(firstChoices(policy));
      setCopied(false);
    },
    edit: (other: ShareView) => {
      settle(other);
      setCopied(false);
    },
  };
}

export type ShareForm = ReturnType<typeof useShareForm>;
