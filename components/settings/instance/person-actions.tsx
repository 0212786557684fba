"use client";

import { Ellipsis } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { PersonLink } from "@/components/settings/instance/link-dialog";
import { usePersonCalls } from "@/components/settings/instance/use-person-calls";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, type MenuEntry } from "@/components/ui/menu";
import type { Person } from "@/lib/contracts/instance";

type Question = "suspend" | "makeOwner" | "unmakeOwner" | "link";

type Props = { person: Person; isMe: boolean; onLink: (link: PersonLink) => void };

/** Actions on an account. Those that cannot be undone ask first. */
export function PersonActions({ person, isMe, onLink }: Props) {
  const t = useTranslations("instance.people");
  const calls = usePersonCalls(person, onLink);
  const [question, setQuestion] = useState<Question | null>(null);
  // Keep the text while the closing animation runs.
  const [lastQuestion, setLastQuestion] = useState<Question>("suspend");
  const openQuestion = (next: Question) => {
    setLastQuestion(next);
    setQuestion(next);
  };
  const answer = {
    suspend: () => calls.change({ isSuspended: true }),
    makeOwner: () => calls.change({ isInstanceOwner: true }),
    unmakeOwner: () => calls.change({ isInstanceOwner: false }),
    link: () => calls.makeLink(),
  };

  return (
    <>
      <Menu
        label={t("actionsOf", { name: person.name })}
        align="end"
        trigger={
          <IconButton label={t("actionsOf", { name: person.name })} disabled={calls.isPending}>
            <Ellipsis aria-hidden className="size-4" />
          </IconButton>
        }
        entries={entriesFor()}
      />
      <ConfirmDialog
        open={question !== null}
        onOpenChange={(isOpen) => {
          if (!isOpen) setQuestion(null);
        }}
        title={t(`confirm.${lastQuestion}Title`, { name: person.name })}
        description={t(`confirm.${lastQuestion}`)}
        confirmLabel={t(`confirm.${lastQuestion}Button`)}
        isDangerous={lastQuestion === "suspend" || lastQuestion === "unmakeOwner"}
        onConfirm={answer[lastQuestion]}
      />
    </>
  );

  function entriesFor(): MenuEntry[] {
    const link: MenuEntry = { label: t("resetLink"), onSelect: () => openQuestion("link") };
    if (person.suspendedAt !== null) {
      return [{ label: t("restore"), onSelect: () => calls.change({ isSuspended: false }) }];
    }
    const ownership: MenuEntry = person.isInstanceOwner
      ? { label: t("unmakeOwner"), onSelect: () => openQuestion("unmakeOwner") }
      : { label: t("makeOwner"), onSelect: () => openQuestion("makeOwner") };
    if (isMe) return [link, ownership];
    return [
      link,
      ownership,
      "separator",
      { label: t("suspend"), isDangerous: true, onSelect: () => openQuestion("suspend") },
    ];
  }
}
