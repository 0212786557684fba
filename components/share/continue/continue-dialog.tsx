"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import {
  type ContinueProblem,
  ContinueRefused,
  loadOffer,
  sendContinue,
} from "@/components/share/continue/send-continue";
import { sharedImagePath, useShare } from "@/components/share/share-context";
import { Button } from "@/components/ui/button";
import { SelectField } from "@/components/ui/select-field";
import { randomUuid } from "@/lib/client/random-uuid";
import type { ContinueOffer } from "@/lib/contracts/share-continue";
import type { SharedImage } from "@/lib/contracts/share-view";

type Person = NonNullable<ContinueOffer["person"]>;
type Props = {
  image: SharedImage;
  /** Where to sign in, and to come back to this. */
  signInPath: string;
  onClose: () => void;
};

/** Says what goes along and where to, before a thread of the visitor's own is made. */
export function ContinueDialog({ image, signInPath, onClose }: Props) {
  const t = useTranslations("share.continue");
  const { base } = useShare();
  const dialog = useRef<HTMLDialogElement>(null);
  const [person, setPerson] = useState<Person | null>(null);
  const [problem, setProblem] = useState<ContinueProblem | null>(null);
  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal();
  }, []);
  useEffect(() => {
    const leaving = new AbortController();
    loadOffer(base, leaving.signal).then(
      (offer) => {
        if (leaving.signal.aborted) return;
        if (offer.person === null) location.assign(signInPath);
        else setPerson(offer.person);
      },
      (error: unknown) => {
        if (leaving.signal.aborted) return;
        setProblem(error instanceof ContinueRefused ? error.problem : "failed");
      },
    );
    return () => leaving.abort();
  }, [base, signInPath]);
  return (
    <dialog
      ref={dialog}
      // The keys of the page wait while it is open.
      // oxlint-disable-next-line jsx-a11y/no-redundant-roles
      role="dialog"
      aria-labelledby="continue-title"
      onClose={onClose}
      className="m-auto w-[min(440px,calc(100vw-32px))] rounded-panel border border-line bg-raised p-5 text-ink backdrop:bg-veil"
    >
      <div className="flex gap-4">
        <img
          src={sharedImagePath(base, image.id, 256)}
          alt=""
          className="size-20 shrink-0 rounded-print bg-plate object-cover"
        />
        <div className="min-w-0 text-[14px] leading-5">
          <h2 id="continue-title" className="text-[17px] leading-6 font-semibold">
            {t("title")}
          </h2>
          <p className="mt-1 text-pretty text-muted">{t("detail")}</p>
        </div>
      </div>
      {person === null ? (
        <div className="mt-5 grid gap-4">
          <p role="status" className={problem === null ? "breathe text-[14px] text-muted" : ""}>
            {problem === null ? (
              t("loading")
            ) : (
              <Problem problem={problem} signInPath={signInPath} />
            )}
          </p>
          <div className="flex justify-end">
            <Button onClick={onClose}>{t("cancel")}</Button>
          </div>
        </div>
      ) : (
        <Choice image={image} person={person} signInPath={signInPath} onClose={onClose} />
      )}
    </dialog>
  );
}

type ChoiceProps = Props & { person: Person };

function Choice({ image, person, signInPath, onClose }: ChoiceProps) {
  const t = useTranslations("share.continue");
  const { base } = useShare();
  const { workspaces } = person;
  const [chosenId, setChosenId] = useState(workspaces[0]?.id ?? null);
  const [problem, setProblem] = useState<ContinueProblem | null>(null);
  const [isWorking, setWorking] = useState(false);
  // One key per workspace: repeating a request that got lost returns the thread that it made.
  const [key, setKey] = useState(randomUuid);
  const submit = async () => {
    if (chosenId === null) return;
    setWorking(true);
    setProblem(null);
    try {
      const body = { imageId: image.id, workspaceId: chosenId, idempotencyKey: key };
      const { path } = await sendContinue(base, body);
      location.assign(path);
    } catch (error) {
      setWorking(false);
      setProblem(error instanceof ContinueRefused ? error.problem : "failed");
    }
  };
  return (
    <form
      className="mt-5 grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {workspaces.length > 1 && (
        <SelectField
          label={t("workspace")}
          value={chosenId ?? ""}
          disabled={isWorking}
          options={workspaces.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={({ target }) => {
            setChosenId(workspaces.find(({ id }) => id === target.value)?.id ?? null);
            setKey(randomUuid());
          }}
        />
      )}
      <p role="alert" className="text-[14px] leading-5 empty:hidden">
        {chosenId === null ? t("errors.nowhere") : null}
        {problem !== null && <Problem problem={problem} signInPath={signInPath} />}
      </p>
      <div className="flex flex-wrap items-center justify-end gap-2">
        <span className="mr-auto min-w-0 truncate text-[13px] text-muted">
          {t("as", { name: person.name })}
        </span>
        <Button onClick={onClose}>{t("cancel")}</Button>
        <Button type="submit" variant="primary" disabled={isWorking || chosenId === null}>
          {t(isWorking ? "working" : "go")}
        </Button>
      </div>
    </form>
  );
}

function Problem({ problem, signInPath }: { problem: ContinueProblem; signInPath: string }) {
  const t = useTranslations("share.continue");
  if (problem !== "signIn") return t(`errors.${problem}`);
  return (
    <>
      {t("errors.signIn")}{" "}
      <a href={signInPath} className="underline underline-offset-2">
        {t("signIn")}
      </a>
    </>
  );
}
