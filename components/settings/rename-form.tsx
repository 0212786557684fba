"use client";

import { useTranslations } from "next-intl";
import { type ComponentProps, type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";

type Props = Pick<ComponentProps<typeof TextField>, "label" | "maxLength" | "autoComplete"> & {
  /** The current name. */
  current: string;
  isWorking: boolean;
  onRename: (name: string) => void;
};

/** A name field whose button is enabled once the name differs. */
export function RenameForm({ current, isWorking, onRename, ...field }: Props) {
  const common = useTranslations("common");
  const [typed, setTyped] = useState(current);
  const name = typed.trim();
  const isChanged = name !== "" && name !== current;

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isChanged) onRename(name);
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
      <TextField
        {...field}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        required
        className="w-full sm:w-80"
      />
      <Button type="submit" className="h-11" disabled={!isChanged || isWorking}>
        {common("save")}
      </Button>
    </form>
  );
}
