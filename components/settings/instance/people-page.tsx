"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { LinkDialog, type PersonLink } from "@/components/settings/instance/link-dialog";
import { NewPersonDialog } from "@/components/settings/instance/new-person-dialog";
import { PeopleTable } from "@/components/settings/instance/people-table";
import { ListBody } from "@/components/settings/list-body";
import { ListRest } from "@/components/settings/list-rest";
import { SearchField } from "@/components/settings/search-field";
import { Segments } from "@/components/settings/segments";
import { SettingsPage } from "@/components/settings/settings-page";
import { useDebounced } from "@/components/shell/use-debounced";
import { Button } from "@/components/ui/button";
import { peopleQuery } from "@/lib/client/instance-queries";

const TYPING_MS = 250;
const STATES = ["all", "active", "suspended"] as const;

export function PeoplePage() {
  const t = useTranslations("instance.people");
  const [typed, setTyped] = useState("");
  const [state, setState] = useState<(typeof STATES)[number]>("all");
  const [isMaking, setMaking] = useState(false);
  const [link, setLink] = useState<PersonLink | null>(null);
  const query = useDebounced(typed.trim(), TYPING_MS);
  const list = useInfiniteQuery(
    peopleQuery({
      ...(query !== "" && { query }),
      ...(state !== "all" && { state }),
    }),
  );
  const people = list.data?.pages.flatMap((page) => page.people) ?? [];

  return (
    <SettingsPage
      title={t("title")}
      lead={t("lead")}
      actions={
        <Button onClick={() => setMaking(true)}>
          <UserPlus aria-hidden className="size-4" />
          {t("create.open")}
        </Button>
      }
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <SearchField label={t("search")} value={typed} onChange={setTyped} />
        <Segments
          label={t("states.label")}
          options={STATES.map((value) => ({ value, label: t(`states.${value}`) }))}
          value={state}
          onChange={setState}
        />
      </div>
      <ListBody isOld={list.isPlaceholderData} className="mt-5">
        {people.length > 0 && <PeopleTable people={people} onLink={setLink} />}
        <ListRest list={list} isEmpty={people.length === 0} empty={t("empty")} />
      </ListBody>
      <NewPersonDialog open={isMaking} onOpenChange={setMaking} onMade={setLink} />
      <LinkDialog link={link} onClose={() => setLink(null)} />
    </SettingsPage>
  );
}
