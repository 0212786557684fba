"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import type { PersonLink } from "@/components/settings/instance/link-dialog";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/text-field";
import { call, CallError } from "@/lib/client/call";
import { useProblemText } from "@/lib/client/problem-text";
import { keys } from "@/lib/client/query-keys";

type Props = {
  open: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onMade: (link: PersonLink) => void;
};

/** Creates an account and then shows the link with which the person chooses a password. */
export function NewPersonDialog({ open, onOpenChange, onMade }: Props) {
  const t = useTranslations("instance.people.create");
  const common = useTranslations("common");
  const problemText = useProblemText();
  const client = useQueryClient();
  const nameField = useRef<HTMLInputElement>(null);
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const make = useMutation({
    mutationFn: () => call("instance.createPerson", { body: { name, email } }),
    onSuccess: ({ person, link }) => {
      setName("");
      setEmail("");
      onOpenChange(false);
      onMade({ name: person.name, ...link });
      return client.invalidateQueries({ queryKey: keys.instance("people").slice(0, 2) });
    },
  });
  const field = make.error instanceof CallError ? make.error.problem?.field : undefined;
  const problem = make.error === null ? null : problemText(make.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };

  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => {
        make.reset();
        onOpenChange(isOpen);
      }}
      title={t("title")}
      description={t("lead")}
      initialFocus={nameField}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          ref={nameField}
          label={t("name")}
          value={name}
          required
          maxLength={100}
          autoComplete="off"
          error={field === "name" ? problem : null}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label={t("email")}
          type="email"
          value={email}
          required
          maxLength={254}
          autoComplete="off"
          error={field === "email" ? problem : null}
          onChange={(event) => setEmail(event.target.value)}
        />
        {problem !== null && field !== "name" && field !== "email" && (
          <p role="alert" className="text-[13px] text-danger">
            {problem}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={() => onOpenChange(false)}>{common("cancel")}</Button>
          <Button variant="primary" type="submit" disabled={make.isPending}>
            {make.isPending ? t("working") : t("submit")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
