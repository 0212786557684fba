"use client";

import { useTranslations } from "next-intl";
import { useLedgerWords } from "@/components/ledger/ledger-words";
import { type Column, DataTable } from "@/components/settings/data-table";
import { EmailAddress } from "@/components/settings/email-address";
import type { PersonLink } from "@/components/settings/instance/link-dialog";
import { PersonActions } from "@/components/settings/instance/person-actions";
import { useStudio } from "@/components/shell/use-studio";
import type { Person } from "@/lib/contracts/instance";

type Props = { people: Person[]; onLink: (link: PersonLink) => void };

export function PeopleTable({ people, onLink }: Props) {
  const t = useTranslations("instance.people");
  const common = useTranslations("instance");
  const words = useLedgerWords();
  const { user } = useStudio();
  const columns: Column<Person>[] = [
    {
      key: "person",
      label: t("table.person"),
      isHead: true,
      className: "md:max-w-[260px]",
      render: (person) => <Who person={person} isMe={person.id === user.id} />,
    },
    {
      key: "workspaces",
      label: t("table.workspaces"),
      render: (person) => <Places person={person} />,
    },
    {
      key: "lastUse",
      label: t("table.lastUse"),
      className: "figures text-muted md:whitespace-nowrap",
      render: ({ lastUsedAt }) =>
        lastUsedAt === null ? (
          common("never")
        ) : (
          <time dateTime={lastUsedAt}>{words.day(lastUsedAt)}</time>
        ),
    },
    {
      key: "actions",
      label: t("table.actions"),
      isActions: true,
      render: (person) => (
        <PersonActions person={person} isMe={person.id === user.id} onLink={onLink} />
      ),
    },
  ];
  return (
    <DataTable
      caption={t("table.caption")}
      columns={columns}
      rows={people}
      keyOf={(person) => person.id}
    />
  );
}

function Who({ person, isMe }: { person: Person; isMe: boolean }) {
  const t = useTranslations("instance.people");
  return (
    <>
      <span className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium break-words">{person.name}</span>
        {isMe && <span className="text-muted">{t("you")}</span>}
        {person.suspendedAt !== null && <span className="text-danger">{t("suspendedMark")}</span>}
      </span>
      <span className="block text-muted">
        <EmailAddress address={person.email} />
      </span>
      {person.isInstanceOwner && <span className="block text-muted">{t("owner")}</span>}
    </>
  );
}

function Places({ person }: { person: Person }) {
  const t = useTranslations("instance.people");
  const roles = useTranslations("shell.roles");
  return (
    <ul>
      {person.workspaces.map(({ id, name, kind, role }) => (
        <li key={id} className="break-words">
          {name}{" "}
          <span className="text-muted">{kind === "personal" ? t("personal") : roles(role)}</span>
        </li>
      ))}
    </ul>
  );
}
